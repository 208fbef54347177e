import type { Clock } from "@pergola/core";
import { createFlow, type Flow, type FlowListener, type NodeContext, node } from "../index.ts";
import { mix } from "./flow-case.test-helper.ts";
import { subflowFails } from "./reference-run.test-helper.ts";

export interface SubflowSeams {
  readonly clock: Clock;
  readonly createId: () => string;
  readonly random: () => number;
  readonly onEvent: FlowListener;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const stepOf = (value: number, place: number): number => mix(value, 90 + place);

/** What the flow that a node calls gives. */
export const subflowResult = (value: number): number => stepOf(stepOf(value, 0), 1);

/** Two nodes: the first one may need a second try, the last one may fail for good. */
export function createSubflow(seams: SubflowSeams, queueSize: number): Flow<number, number> {
  const { wait, ...options } = seams;
  const work =
    (place: number) =>
    async (value: number, { signal, attempt }: NodeContext) => {
      const luck = mix(value, 5 + place);
      if (luck % 3 === 0) await wait(luck % 8, signal);
      if (place === 0 && subflowFails(value)) throw new Error("The called flow fails.");
      if (luck % 4 === 0 && attempt === 1) throw new Error("Not at once.");
      return stepOf(value, place);
    };
  const policy = { maxRetries: 1, backoffBaseMs: 5 };
  const first = node({ name: "first", policy }, work(0));
  const last = node({ name: "last", policy }, work(1));
  return createFlow({ name: "called", edges: [first.to(last)], queueSize, asyncContext: false, ...options });
}
