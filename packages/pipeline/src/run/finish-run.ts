import { getRun, reportProgress, type StepRun, type StepWrite } from "@pergola/core-steps";
import { loadMessages } from "@pergola/resources";
import { pipelineErrors } from "../errors.ts";
import { DEFAULT_FAILURE_ANSWER } from "./default-answer.ts";
import { thrownOf } from "./failed-run.ts";
import type { Host } from "./host.ts";
import type { Position } from "./position.ts";

/**
 * What a workflow leaves when it is over: its response as a message.
 *
 * @throws what failed, if no error step has answered; the user has the default answer then
 */
export async function finishRun(host: Host, position: Position): Promise<readonly StepWrite[]> {
  const run = getRun(host.context);
  const { response, failure, streamed } = position;
  if (response === undefined) {
    await streamText(run, host.name, DEFAULT_FAILURE_ANSWER);
    throw failure === undefined ? neverFailed() : thrownOf(failure);
  }
  await streamText(run, host.name, notStreamed(response, streamed));
  const { AIMessage } = await loadMessages();
  const messages = [new AIMessage(response)];
  reportProgress(run, messages);
  return [["messages", messages]];
}

/** What of the response is still to be streamed. */
function notStreamed(response: string, streamed: readonly string[]): string {
  if (streamed.includes(response)) return "";
  const whole = streamed.join("");
  return response.startsWith(whole) ? response.slice(whole.length) : response;
}

async function streamText(run: StepRun, step: string, text: string): Promise<void> {
  if (text !== "") await run.emit({ type: "text-delta", callId: crypto.randomUUID(), step, text });
}

const neverFailed = () =>
  pipelineErrors.create("WORKFLOW_MAX_ITERATIONS", { message: "The workflow ended without a response." });
