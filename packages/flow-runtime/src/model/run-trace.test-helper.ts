import { isPergolaError } from "@pergola/core";
import type { CallOptions, Flow } from "../index.ts";
import type { Load, TraceSpec } from "./flow-case.test-helper.ts";
import type { ModelClock } from "./model-clock.test-helper.ts";
import type { Witness } from "./witness.test-helper.ts";

/** What a caller has seen of its trace. */
export interface Told {
  readonly results: number[];
  /** Code of the error, `left` for a reader that went away; undefined when it went well. */
  code: string | undefined;
  /** How often the caller was told of the end. */
  ends: number;
  /** Whether `cancel()` said that there was something to cancel. */
  wasCancelled: boolean;
  readonly caller: AbortController | undefined;
}

export interface Stage {
  readonly flow: Flow<Load, Load>;
  readonly witness: Witness;
  readonly time: ModelClock;
}

/** Sends one message and reads what comes of it. Resolves when its caller knows the end. */
export async function runTrace(stage: Stage, id: string, spec: TraceSpec, told: Told): Promise<void> {
  const { signal } = told.caller ?? {};
  const options: CallOptions = {
    traceId: id,
    headers: { tenant: "model", priority: spec.priority },
    ...(signal !== undefined && { signal }),
    ...(spec.timeoutMs !== undefined && { timeoutMs: spec.timeoutMs }),
    ...(spec.hopBudget !== undefined && { budget: { hops: spec.hopBudget } }),
  };
  const load: Load = { value: spec.value, rounds: 0, traceId: id, from: "caller", serial: 0 };
  try {
    await READERS[spec.mode]({ stage, spec, told, load, options });
  } catch (error) {
    told.code = isPergolaError(error) ? error.code : `?${error}`;
    if (signal?.aborted === true && error === signal.reason) told.code = "TRACE_CANCELLED";
  }
  told.ends++;
}

interface Reading {
  readonly stage: Stage;
  readonly spec: TraceSpec;
  readonly told: Told;
  readonly load: Load;
  readonly options: CallOptions;
}

const READERS: Record<TraceSpec["mode"], (reading: Reading) => Promise<void>> = {
  async call({ stage: { flow }, told, load, options }) {
    const result = await flow.call(load, options);
    if (result !== undefined) told.results.push(result.value);
  },
  async stream({ stage: { flow, time, witness }, spec, told, load, options }) {
    let items = 0;
    for await (const item of flow.stream(load, options)) {
      if (items++ === spec.leaveAfter) {
        told.code = "left";
        witness.labels.add("left");
        return;
      }
      if (item.type === "result") told.results.push(item.value.value);
      if (spec.readEveryMs > 0) await time.wait(spec.readEveryMs);
    }
  },
  async emit({ stage: { flow }, told, load, options }) {
    const traceId = await flow.emit(load, options);
    for (;;) {
      // Without results nothing is kept of a trace that has ended.
      const message = await flow.fetch({ traceId }).catch((error: unknown) => {
        if (isPergolaError(error, "UNKNOWN_TRACE")) return undefined;
        throw error;
      });
      if (message === undefined) return;
      told.results.push(message.payload.value);
    }
  },
};

/** Lets a trace be cancelled at its moment. */
export function armCancel(stage: Stage, id: string, spec: TraceSpec, told: Told): (what: string) => void {
  const { cancel } = spec;
  if (cancel === undefined) return () => {};
  const fire = () => cancelNow(stage, id, cancel.how, told);
  let seen = 0;
  if (cancel.on === "time") stage.time.at(cancel.nth * 3, fire);
  return (what) => {
    if (what !== cancel.on || seen++ !== cancel.nth) return;
    const step = (left: number): void => (left === 0 ? fire() : queueMicrotask(() => step(left - 1)));
    step(cancel.microtasks);
  };
}

function cancelNow({ flow, witness }: Stage, id: string, how: "cancel" | "signal", told: Told): void {
  const isRunning = witness.begun.has(id) && !witness.settled.has(id);
  const isBlocked = witness.isBlocked(id);
  const isInBackoff = witness.isInBackoff(id);
  if (how === "signal") told.caller?.abort(new Error("The caller has left."));
  else {
    told.wasCancelled = flow.cancel(id);
    if (told.wasCancelled) witness.cancelled.add(id);
    if (isRunning && !told.wasCancelled) witness.violate(`${id} runs, and cancel() found nothing to cancel`);
  }
  if (!isRunning) return;
  witness.labels.add("cancel");
  if (isBlocked) witness.labels.add("cancel-while-blocked");
  if (isInBackoff) witness.labels.add("cancel-in-backoff");
}
