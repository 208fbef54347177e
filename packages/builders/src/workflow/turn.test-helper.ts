import type { BaseCheckpointSaver } from "@langchain/langgraph";
import type { RunEvent } from "@pergola/core";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import type { Workflow } from "@pergola/pipeline";
import type { Tool } from "@pergola/tools";
import { createAgent } from "../index.ts";

export interface TurnOptions {
  readonly message?: string;
  /** What the model says; without it there is none. */
  readonly replies?: readonly string[];
  readonly tools?: readonly Tool[];
  readonly checkpointer?: BaseCheckpointSaver;
}

/** One turn of an agent with the workflow: its events, its streamed text, and its result or its error. */
export async function turn(workflow: Workflow, { message = "Hello", ...options }: TurnOptions = {}) {
  await using agent = await agentOf(workflow, options);
  const stream = agent.stream(message);
  const ended = stream.result.then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
  );
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  const streamed = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  return { ...(await ended), events, streamed };
}

export function agentOf(workflow: Workflow, { replies, tools = [], checkpointer }: TurnOptions = {}) {
  const base = createAgent().withWorkflow(workflow).withTools(tools);
  const builder = replies === undefined ? base : base.withLlm(new ScriptedChatModel(replies));
  return (checkpointer === undefined ? builder : builder.withCheckpointer(checkpointer)).start();
}

/** The stages that have ended, in order: `1 think`. */
export const stagesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === "stage-finished" ? [`${event.iteration} ${event.stage}`] : []));
