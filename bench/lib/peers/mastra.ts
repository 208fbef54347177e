import { load, resolve } from "../../contenders/mastra/load.ts";
import manifest from "../../contenders/mastra/package.json" with { type: "json" };
import { ADD, ADDER_PROMPT } from "../adder.ts";
import { asText, countTokens } from "../tokens.ts";
import { languageAdder, languageSpeaker } from "./language-model.ts";
import { mastraChain } from "./mastra-chain.ts";
import type { Peer } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";

interface MastraAgent {
  generate(message: string, options: object): Promise<{ readonly text: string }>;
  stream(message: string): Promise<{ readonly textStream: AsyncIterable<string> }>;
}

const agentClass = async () =>
  ((await load("@mastra/core/agent")) as { Agent: new (options: object) => MastraAgent }).Agent;

/** Mastra's `Agent` and workflows. */
export const mastra: Peer = {
  version: manifest.dependencies["@mastra/core"],
  entry: () => resolve("@mastra/core/agent"),

  async agent() {
    const Agent = await agentClass();
    const { createTool } = (await load("@mastra/core/tools")) as { createTool(definition: object): object };
    const inputSchema = await sumSchema(load);
    const execute = async ({ a, b }: Sum) => a + b;
    const add = createTool({ id: ADD.name, description: ADD.description, inputSchema, execute });
    const agent = new Agent({
      id: "adder",
      name: "adder",
      instructions: ADDER_PROMPT,
      model: languageAdder("v4"),
      tools: { add },
    });
    return async (question) => (await agent.generate(question, { maxSteps: 5 })).text;
  },

  async stream() {
    const Agent = await agentClass();
    const agent = new Agent({
      id: "speaker",
      name: "speaker",
      instructions: "",
      model: languageSpeaker("v4"),
    });
    return async () => countTokens((await agent.stream("go")).textStream, asText);
  },

  build: () => mastraChain(load),
};
