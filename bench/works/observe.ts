import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunObserver } from "@pergola/core";
import { createMetrics, createRunLogger } from "@pergola/observability";
import { openTelemetry } from "@pergola/observability/opentelemetry";
import { checkSum } from "../lib/adder.ts";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import { answerOf, ourAdder, runner } from "../lib/our-agent.ts";
import type { Row, Sample } from "../lib/row.ts";

/** CPU of a run that nobody observes, and of the same one observed. */
async function observed(observer: RunObserver): Promise<Sample> {
  const plain = await runner(await (await ourAdder()).build());
  const watched = await runner(await (await ourAdder()).withObserver(observer).build());
  const checked = (run: typeof plain) => async (index: number) => {
    // Now and then somebody else has a turn, as in a server: what waits for an output is written then.
    if (index % 10 === 0) await nextTurn();
    checkSum(index, answerOf(await run(`${index}`)));
  };
  const [baseline, cost] = await cpuTimes([inSequence(checked(plain)), inSequence(checked(watched))]);
  return { cost, baseline };
}

const nowhere = { level: "debug", write() {} } as const;

const shared = { unit: "µs/run", baseline: "the same run, not observed", peers: {} };

/** What it costs to watch a run: figures, a log of every line that goes nowhere, spans that nobody records. */
export const observeRows: readonly Row[] = [
  { ...shared, row: "observe-nothing", target: 1.5, ours: () => observed({ observe() {} }) },
  { ...shared, row: "observe-metrics", target: 2, ours: () => observed(createMetrics()) },
  {
    ...shared,
    row: "observe-log",
    target: 2,
    ours: () => observed(createRunLogger({ outputs: [nowhere] })),
  },
  { ...shared, row: "observe-spans", target: 2, ours: () => observed(openTelemetry()) },
];
