import { load, resolve } from "../../contenders/langchain/load.ts";
import { ADD, ADDER_PROMPT } from "../adder.ts";
import { instantAdder, instantSpeaker } from "../instant-model.ts";
import { loadLangChain } from "../langchain.ts";
import { countTokens } from "../tokens.ts";
import type { Ask, Peer } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";

/** What LangGraph's and LangChain's agents have in common. */
export interface MessagesAgent {
  invoke(input: object): Promise<{ readonly messages: readonly { readonly text: string }[] }>;
  stream(
    input: object,
    options: object,
  ): Promise<AsyncIterable<readonly [{ readonly text: string }, unknown]>>;
}

/** What such an agent is made of. */
export interface MessagesAgentParts {
  readonly model: object;
  readonly tools: readonly unknown[];
  readonly prompt?: string;
}

export interface MessagesPeerOptions {
  /** What a user imports, and its version. */
  readonly specifier: string;
  readonly version: string;
  makeAgent(parts: MessagesAgentParts): Promise<MessagesAgent>;
}

/** LangGraph or LangChain, which share one copy of LangChain and the form of their agents. */
export const messagesPeer = ({ specifier, version, makeAgent }: MessagesPeerOptions): Peer => ({
  version,
  langchain: load,
  entry: () => resolve(specifier),
  agent: async () => ask(await makeAgent({ ...(await adderParts()), prompt: ADDER_PROMPT })),
  stream: async () => read(await makeAgent({ model: instantSpeaker(await loadLangChain(load)), tools: [] })),
});

/** A model that adds, and its tool. */
async function adderParts(): Promise<MessagesAgentParts> {
  const { tool } = (await load("@langchain/core/tools")) as {
    tool(execute: (input: Sum) => Promise<string>, options: object): unknown;
  };
  const schema = await sumSchema(load);
  const add = tool(async ({ a, b }) => String(a + b), { ...ADD, schema });
  return { model: instantAdder(await loadLangChain(load)), tools: [add] };
}

async function ask(agent: MessagesAgent): Promise<Ask> {
  const { HumanMessage } = await loadLangChain(load);
  return async (question) => {
    const { messages } = await agent.invoke({ messages: [new HumanMessage(question)] });
    return messages.at(-1)?.text ?? "";
  };
}

async function read(agent: MessagesAgent): Promise<() => Promise<void>> {
  const { HumanMessage } = await loadLangChain(load);
  return async () => {
    const input = { messages: [new HumanMessage("go")] };
    const stream = await agent.stream(input, { streamMode: "messages" });
    await countTokens(stream, ([message]) => message.text);
  };
}
