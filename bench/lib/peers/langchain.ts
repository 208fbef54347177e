import { load, resolve } from "../../contenders/langchain/load.ts";
import manifest from "../../contenders/langchain/package.json" with { type: "json" };
import { ADDER_PROMPT } from "../adder.ts";
import {
  adderParts,
  askMessages,
  type MessagesAgent,
  readMessages,
  speakerParts,
} from "./langchain-messages.ts";
import type { Peer } from "./peer.ts";

interface LangChainPackage {
  createAgent(options: object): MessagesAgent;
}

const langchainPackage = async () => (await load("langchain")) as LangChainPackage;

/** LangChain's `createAgent`. */
export const langchain: Peer = {
  version: manifest.dependencies.langchain,
  langchain: load,
  entry: () => resolve("langchain"),

  async agent() {
    const { model, tools } = await adderParts(load);
    const { createAgent } = await langchainPackage();
    return askMessages(load, createAgent({ model, tools, systemPrompt: ADDER_PROMPT }));
  },

  async stream() {
    const { model } = await speakerParts(load);
    const { createAgent } = await langchainPackage();
    return readMessages(load, createAgent({ model, tools: [] }));
  },
};
