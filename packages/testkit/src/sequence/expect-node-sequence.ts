import { testkitErrors } from "../errors.ts";
import { eventsOfTrace, type TraceEvents, visitedNodes } from "../run/trace-events.ts";
import { matchSequence, type SequenceMatch } from "./match-sequence.ts";
import { formatSteps, type SequenceStep } from "./sequence-step.ts";

/**
 * Expects that a trace has visited exactly these nodes in this order; where branches run beside each other,
 * `anyOrder(…)` says so. A retry is no visit of its own, and what a subflow does is not counted.
 *
 * @throws NODE_SEQUENCE_DIFFERS that shows where, TRACE_AMBIGUOUS
 */
export function expectNodeSequence(trace: TraceEvents, expected: readonly SequenceStep[]): void {
  const visited = visitedNodes(trace);
  const match = matchSequence(expected, visited);
  if (match.isComplete) return;
  const error = testkitErrors.create("NODE_SEQUENCE_DIFFERS", {
    message: difference(expected, visited, match) + howItEnded(trace),
    hint: "Mend the flow, or the test; nodes of branches may come in any order: anyOrder(…).",
    details: { expected, visited, firstDifference: match.matched },
  });
  Error.captureStackTrace(error, expectNodeSequence);
  throw error;
}

/** Both sequences, and a mark below the first name that does not fit. */
function difference(
  expected: readonly SequenceStep[],
  visited: readonly string[],
  { matched, expected: next }: SequenceMatch,
): string {
  const got = visited[matched];
  const wanted = next.length === 0 ? "nothing more" : next.map((name) => `"${name}"`).join(" or ");
  const fitting = visited.slice(0, matched).map((name) => `${name} → `);
  const mark = " ".repeat("  visited:  ".length + fitting.join("").length);
  return [
    `The trace visited other nodes than expected: after ${matched} that fit, expected ${wanted}, got ${got === undefined ? "no more" : `"${got}"`}.`,
    `  expected: ${formatSteps(expected)}`,
    `  visited:  ${visited.length === 0 ? "nothing" : visited.join(" → ")}${got === undefined && visited.length > 0 ? " → ∅" : ""}`,
    `${mark}↑`,
  ].join("\n");
}

function howItEnded(trace: TraceEvents): string {
  const settled = eventsOfTrace(trace).findLast(({ type }) => type === "trace-settled");
  if (settled === undefined) return "\n  The trace has not ended yet.";
  return settled.outcome === "completed"
    ? ""
    : `\n  The trace ended as ${settled.outcome}${settled.code === undefined ? "" : ` (${settled.code})`}.`;
}
