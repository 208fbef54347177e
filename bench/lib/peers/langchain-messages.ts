import { ADD } from "../adder.ts";
import { instantAdder, instantSpeaker } from "../instant-model.ts";
import { type Load, loadLangChain } from "../langchain.ts";
import { countTokens } from "../tokens.ts";
import type { Ask } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";

/** What LangGraph's and LangChain's agents have in common. */
export interface MessagesAgent {
  invoke(input: object): Promise<{ readonly messages: readonly { readonly text: string }[] }>;
  stream(
    input: object,
    options: object,
  ): Promise<AsyncIterable<readonly [{ readonly text: string }, unknown]>>;
}

/** A model that adds and its tool, of that copy of LangChain. */
export async function adderParts(load: Load): Promise<{ model: object; tools: readonly unknown[] }> {
  const { tool } = (await load("@langchain/core/tools")) as {
    tool(execute: (input: Sum) => Promise<string>, options: object): unknown;
  };
  const schema = await sumSchema(load);
  const add = tool(async ({ a, b }) => String(a + b), { ...ADD, schema });
  return { model: instantAdder(await loadLangChain(load)), tools: [add] };
}

export async function speakerParts(load: Load): Promise<{ model: object }> {
  return { model: instantSpeaker(await loadLangChain(load)) };
}

export async function askMessages(load: Load, agent: MessagesAgent): Promise<Ask> {
  const { HumanMessage } = await loadLangChain(load);
  return async (question) => {
    const { messages } = await agent.invoke({ messages: [new HumanMessage(question)] });
    return messages.at(-1)?.text ?? "";
  };
}

export async function readMessages(load: Load, agent: MessagesAgent): Promise<() => Promise<void>> {
  const { HumanMessage } = await loadLangChain(load);
  return async () => {
    const input = { messages: [new HumanMessage("go")] };
    const stream = await agent.stream(input, { streamMode: "messages" });
    await countTokens(stream, ([message]) => message.text);
  };
}
