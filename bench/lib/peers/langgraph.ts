import { load } from "../../contenders/langchain/load.ts";
import manifest from "../../contenders/langchain/package.json" with { type: "json" };
import { type MessagesAgent, messagesPeer } from "./langchain-messages.ts";

interface Prebuilt {
  createReactAgent(options: object): MessagesAgent;
}

/** LangGraph's prebuilt ReAct agent. */
export const langgraph = messagesPeer({
  specifier: "@langchain/langgraph",
  version: manifest.dependencies["@langchain/langgraph"],
  async makeAgent({ model, tools, prompt }) {
    const { createReactAgent } = (await load("@langchain/langgraph/prebuilt")) as Prebuilt;
    return createReactAgent({ llm: model, tools, prompt });
  },
});
