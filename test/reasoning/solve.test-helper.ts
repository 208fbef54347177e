import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { MemorySaver } from "@langchain/langgraph";
import { AgentBuilder, type RunResult } from "@pergola/builders";
import type { StepConfigMap } from "@pergola/core-steps";
import { ScriptedChatModel, type ScriptedReply } from "@pergola/core-steps/testing";
import { z } from "zod";
import { world } from "./world.test-helper.ts";

export const State = z.object({ answer: z.unknown().optional(), reasoning: z.unknown().optional() });
export type State = z.output<typeof State>;

/** As one step, and with each model call and each tool call a node of its own. */
export const FORMS = ["as one step", "as nodes of a graph"] as const;
export type Form = (typeof FORMS)[number];

const MOST_CALLS = 60;

export interface SolveOptions<Type extends keyof StepConfigMap<State>> {
  readonly type: Type;
  readonly config: StepConfigMap<State>[Type];
  readonly form: Form;
}

/** Lets a model work on a task in one step. */
export async function solve<Type extends keyof StepConfigMap<State>>(
  reply: ScriptedReply,
  { type, config, form }: SolveOptions<Type>,
): Promise<{ readonly result: RunResult<Record<string, unknown>>; readonly model: ScriptedChatModel }> {
  const model = new ScriptedChatModel(new Array(MOST_CALLS).fill(reply));
  const builder = new AgentBuilder(State).withLlm(model).withTools(world);
  const agent = await (form === "as one step" ? builder : builder.withCheckpointer(new MemorySaver()))
    // The type of a config follows from a name that is only known where this is called.
    .withStep(type as "react", config as StepConfigMap<State>["react"])
    .build();
  try {
    return { result: await agent.chat("Please help."), model };
  } finally {
    await agent.close();
  }
}

/** Texts of the results that a model is shown. */
export const resultsIn = (messages: readonly BaseMessage[]): readonly string[] =>
  messages.filter((message) => message.getType() === "tool").map((message) => message.text);

/** The calls of a run, answer by answer. */
export function roundsOf(messages: readonly BaseMessage[]): unknown {
  return messages
    .filter((message) => message.getType() === "ai")
    .map((message) => {
      const { tool_calls: valid = [], invalid_tool_calls: invalid = [] } = message as AIMessage;
      return [...valid, ...invalid].map(({ name, args }) => [name, args]);
    })
    .filter((calls) => calls.length > 0);
}
