import { withMessages } from "@pergola/config";
import { z } from "zod";
import { threadCpu } from "../lib/cpu-time.ts";
import { median } from "../lib/median.ts";
import type { Row, Sample } from "../lib/row.ts";

const SCHEMAS = 500;
const SECOND_CALLS = 200;
const ROUNDS = 12;

async function ours(): Promise<Sample> {
  const rounds = Array.from({ length: ROUNDS }, round).slice(ROUNDS / 3);
  return {
    baseline: median(rounds.map(({ first }) => first)),
    cost: median(rounds.map(({ second }) => second)),
  };
}

/** Microseconds of a first and of a later call, over fresh schemas. */
function round() {
  const schemas = Array.from({ length: SCHEMAS }, () => z.object({ topic: z.string(), depth: z.number() }));
  const derive = () => schemas.map((schema) => withMessages(schema));
  const [derived, first] = timed(derive);
  const [again, second] = timed(() => {
    for (let call = 1; call < SECOND_CALLS; call++) derive();
    return derive();
  });
  if (derived.some((schema, index) => schema !== again[index]))
    throw new Error("A later call gave another schema.");
  return { first: first / SCHEMAS, second: second / SCHEMAS / SECOND_CALLS };
}

function timed<Value>(work: () => Value): [value: Value, micros: number] {
  const start = threadCpu();
  const value = work();
  return [value, threadCpu() - start];
}

/** `withMessages` derives a schema once. */
export const messagesRows: readonly Row[] = [
  { row: "with-messages", unit: "µs", baseline: "the first call for a schema", target: 0.1, ours, peers: {} },
];
