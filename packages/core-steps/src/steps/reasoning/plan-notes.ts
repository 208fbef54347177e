import type { PlanStepResult } from "./plan-and-execute-config.ts";

/** Longest part of one result that notes show, in characters. */
const MAX_RESULT_CHARS = 8_000;

/** A plan as text for the model: what was done, and what is still to be done; the first of that is in hand. */
export function planNotes(done: readonly PlanStepResult[], tasks: readonly string[] = []): string {
  const past = done.map(
    ({ task, outcome, result }, index) =>
      `${index + 1}. ${task}\n   ${outcome === "done" ? "Result" : "Failed"}: ${shown(result)}`,
  );
  const future = tasks.map((task, index) => `${done.length + index + 1}. ${task}`);
  const parts = [
    past.length > 0 ? `Steps that were worked on:\n${past.join("\n")}` : "",
    future.length > 0 ? `Steps to come:\n${future.join("\n")}` : "",
    tasks.length > 0 ? `Your step is number ${done.length + 1}: ${tasks[0]}` : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const shown = (text: string) =>
  text.length <= MAX_RESULT_CHARS ? text : `${text.slice(0, MAX_RESULT_CHARS)} [cut]`;
