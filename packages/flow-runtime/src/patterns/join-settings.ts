import { flowErrors } from "../errors.ts";
import type { MetaReducer } from "../meta.ts";

/** A join's options, complete. */
export interface JoinSettings {
  readonly name: string;
  readonly k: number;
  readonly merge: (items: readonly never[]) => unknown;
  readonly timeoutMs: number | undefined;
  readonly onIncomplete: "error" | "emit";
  readonly reduceMeta: MetaReducer | undefined;
}

/** What a join has in common with other nodes. No policy: a message that came is there, and is not tried again. */
const OF_ANY_NODE = ["name", "input", "queueSize", "description", "allowCycle"];

/** @param others names of its other options @throws INVALID_NODE */
export function checkJoin(settings: JoinSettings, others: readonly string[]): void {
  const { name, k, merge, timeoutMs, onIncomplete, reduceMeta } = settings;
  const stranger = others.find((key) => !OF_ANY_NODE.includes(key));
  const problems: readonly (false | string)[] = [
    stranger !== undefined && `the option "${stranger}", which there is not`,
    !(Number.isInteger(k) && k >= 1) &&
      `k = ${typeof k === "string" ? JSON.stringify(k) : String(k)}; expected a whole number of at least 1`,
    typeof merge !== "function" && `merge = ${String(merge)}; expected a function`,
    reduceMeta !== undefined &&
      typeof reduceMeta !== "function" &&
      `reduceMeta = ${String(reduceMeta)}; expected a function`,
    timeoutMs !== undefined &&
      !(Number.isFinite(timeoutMs) && timeoutMs > 0) &&
      `timeoutMs = ${timeoutMs}; expected milliseconds above 0`,
    onIncomplete !== "error" &&
      onIncomplete !== "emit" &&
      `onIncomplete = ${String(onIncomplete)}; expected "error" or "emit"`,
  ];
  const problem = problems.find((each) => each !== false);
  if (problem === undefined) return;
  throw flowErrors.create("INVALID_NODE", {
    message: `The join "${name}" has ${problem}.`,
    hint: 'Write joinK(3, { name: "all", timeoutMs: 1_000 }).',
    details: { node: name },
  });
}
