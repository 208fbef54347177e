import { STAGES } from "../stage.ts";
import type { Outcome } from "./workflow-case.test-helper.ts";

/** What must occur often enough for the rest to say something. */
export const MUST_OCCUR = [
  "several iterations",
  "the most iterations",
  "response of deliver",
  "response without deliver step",
  "response elsewhere refused",
  "error stage answers",
  "error stage fails",
  "nobody answers",
  "queued at the same time",
  "queued result read later",
  "queued tool fails",
  "read in a later iteration",
  "condition does not hold",
  "condition throws",
  "branch",
  "skip",
  ...["parse", "think", "do", "review", "deliver"].map((stage) => `failure in ${stage}`),
] as const;

/** What has occurred in a run. */
export function labelsOf(outcome: Outcome, noted: Iterable<string>): ReadonlySet<string> {
  const { trace, stages, response, error, failure } = outcome;
  const labels = new Set(noted);
  const add = (label: string, isSo: boolean) => void (isSo && labels.add(label));
  const isFailure = (code: string) => failure?.endsWith(code) === true;
  add(
    "several iterations",
    stages.some((stage) => stage.startsWith("2")),
  );
  add("the most iterations", isFailure("WORKFLOW_MAX_ITERATIONS"));
  add(
    "response of deliver",
    response !== undefined && failure === undefined && trace.some((line) => line.includes(" deliver ")),
  );
  add(
    "response without deliver step",
    response !== undefined && failure === undefined && !trace.some((line) => line.includes(" deliver ")),
  );
  add("response elsewhere refused", isFailure("RESPONSE_NOT_ALLOWED"));
  add("error stage answers", failure !== undefined && response !== undefined);
  add(
    "error stage fails",
    stages.some((stage) => / error (?!ok)/.test(stage)),
  );
  add("nobody answers", error !== undefined);
  add(
    "queued at the same time",
    trace.some((line, at) => line.startsWith("begin") && trace[at + 1]?.startsWith("begin") === true),
  );
  add(
    "queued result read later",
    trace.some((line) => /^(double|twice) = \d/.test(line)),
  );
  add("read in a later iteration", readsLater(trace));
  const isOfStep = failure !== undefined && !isFailure("WORKFLOW_MAX_ITERATIONS");
  for (const stage of STAGES) add(`failure in ${stage}`, isOfStep && failure.split(" ")[1] === stage);
  return labels;
}

/** Whether a step of a later iteration has read what is there. */
function readsLater(trace: readonly string[]): boolean {
  let iteration = 1;
  return trace.some((line) => {
    const [, number] = line.match(/^(\d+) /) ?? [];
    if (number !== undefined) iteration = Number(number);
    return iteration > 1 && /^[a-z]+ = \d/.test(line);
  });
}
