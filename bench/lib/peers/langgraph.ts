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

interface Prebuilt {
  createReactAgent(options: object): MessagesAgent;
}

const prebuilt = async () => (await load("@langchain/langgraph/prebuilt")) as Prebuilt;

/** LangGraph's prebuilt ReAct agent. */
export const langgraph: Peer = {
  version: manifest.dependencies["@langchain/langgraph"],
  langchain: load,
  entry: () => resolve("@langchain/langgraph"),

  async agent() {
    const { model, tools } = await adderParts(load);
    const { createReactAgent } = await prebuilt();
    return askMessages(load, createReactAgent({ llm: model, tools, prompt: ADDER_PROMPT }));
  },

  async stream() {
    const { model } = await speakerParts(load);
    const { createReactAgent } = await prebuilt();
    return readMessages(load, createReactAgent({ llm: model, tools: [] }));
  },
};
