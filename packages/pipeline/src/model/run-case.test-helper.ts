import { isPergolaError, type RunEventInput } from "@pergola/core";
import { runWorkflow } from "../testing/run-workflow.ts";
import { buildCase } from "./build-case.test-helper.ts";
import { codeOf, type Outcome, replyTo, type WorkflowCase } from "./workflow-case.test-helper.ts";

/** Replies for whatever is asked. */
export const REPLIES = Array.from(
  { length: 100 },
  () =>
    ({ messages }: { readonly messages: readonly { readonly text: string }[] }) =>
      replyTo(messages.at(-1)?.text ?? ""),
);

/** What comes of a case. */
export async function runCase(each: WorkflowCase, isKept: boolean): Promise<Outcome> {
  const { workflow, tools, trace } = buildCase(each);
  const ran = await runWorkflow(workflow, { tools, replies: REPLIES, isKept });
  const { response, error, failure, streamed, results, events } = ran;
  return {
    trace,
    stages: endedStages(events),
    response,
    error: errorCode(error),
    failure: failure && `${failure.iteration} ${failure.stage} ${failure.step} ${codeOf(failure.error.code)}`,
    streamed,
    results,
  };
}

export const errorCode = (error: unknown): string | undefined =>
  error === undefined ? undefined : codeOf(isPergolaError(error) ? error.code : "UNEXPECTED");

/** How stages ended; each must have begun, once. */
export function endedStages(events: readonly RunEventInput[]): readonly string[] {
  const open: string[] = [];
  return events.flatMap((event) => {
    if (event.type === "stage-started") open.push(`${event.iteration} ${event.stage}`);
    if (event.type !== "stage-finished") return [];
    const { iteration, stage, error, results, tools } = event;
    const begun = open.pop() === `${iteration} ${stage}` && open.length === 0 ? "" : " (never begun)";
    return [`${iteration} ${stage} ${codeOf(error?.code ?? "ok")} [${results}] [${tools}]${begun}`];
  });
}
