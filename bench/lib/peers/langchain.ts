import { load } from "../../contenders/langchain/load.ts";
import manifest from "../../contenders/langchain/package.json" with { type: "json" };
import { type MessagesAgent, messagesPeer } from "./langchain-messages.ts";

interface LangChainPackage {
  createAgent(options: object): MessagesAgent;
}

/** LangChain's `createAgent`. */
export const langchain = messagesPeer({
  specifier: "langchain",
  version: manifest.dependencies.langchain,
  async makeAgent({ model, tools, prompt }) {
    const { createAgent } = (await load("langchain")) as LangChainPackage;
    return createAgent({ model, tools, systemPrompt: prompt });
  },
});
