import { AgentBuilder, createAgent } from "@pergola/builders";
import { defineTool } from "@pergola/tools";
import { z } from "zod";
import { ADD, ADDER_PROMPT } from "./adder.ts";
import { instantAdder } from "./instant-model.ts";
import { loadLangChain, loadOurs } from "./langchain.ts";

/** Our agent with the tool `add` over a model that answers at once, not built yet. */
export async function ourAdder() {
  const input = z.object({ a: z.number(), b: z.number() });
  const add = defineTool({ ...ADD, input, execute: async ({ a, b }) => a + b });
  return createAgent({ name: "adder" })
    .withLlm(instantAdder(await loadLangChain(loadOurs)))
    .withTools([add])
    .withStep("tools-loop", { systemPrompt: ADDER_PROMPT });
}

/** The same agent over a state of messages alone, as its twin in raw LangGraph has it. */
export async function ourMessagesAdder() {
  const { config } = await ourAdder();
  return new AgentBuilder(config.withStateSchema(z.object({})));
}

interface MessagesState {
  readonly messages: readonly { readonly text: string }[];
}

/** Gives an agent a question by `run()`, which stores no turn. @returns the state that the run leaves */
export async function runner(agent: { run(state: object): Promise<object> }) {
  const { HumanMessage } = await loadLangChain(loadOurs);
  return (question: string) =>
    agent.run({ messages: [new HumanMessage(question)] }) as Promise<MessagesState>;
}

export const answerOf = ({ messages }: MessagesState): string => messages.at(-1)?.text ?? "";
