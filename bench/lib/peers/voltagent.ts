import { load, resolve } from "../../contenders/voltagent/load.ts";
import manifest from "../../contenders/voltagent/package.json" with { type: "json" };
import { ADD, ADDER_PROMPT } from "../adder.ts";
import { asText, countTokens } from "../tokens.ts";
import { languageAdder, languageSpeaker } from "./language-model.ts";
import type { Peer } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";
import { voltagentChain } from "./voltagent-chain.ts";

interface VoltAgentAgent {
  generateText(message: string): Promise<{ readonly text: string }>;
  streamText(message: string): Promise<{ readonly textStream: AsyncIterable<string> }>;
}

interface VoltAgent {
  Agent: new (options: object) => VoltAgentAgent;
  createTool(definition: object): object;
}

const voltAgent = async () => (await load("@voltagent/core")) as VoltAgent;

/** VoltAgent's `Agent`, without a memory, and workflows. */
export const voltagent: Peer = {
  version: manifest.dependencies["@voltagent/core"],
  entry: () => resolve("@voltagent/core"),

  async agent() {
    const { Agent, createTool } = await voltAgent();
    const parameters = await sumSchema(load);
    const add = createTool({ ...ADD, parameters, execute: async ({ a, b }: Sum) => a + b });
    const agent = new Agent({
      name: "adder",
      instructions: ADDER_PROMPT,
      model: languageAdder("v3"),
      tools: [add],
      memory: false,
    });
    return async (question) => (await agent.generateText(question)).text;
  },

  async stream() {
    const { Agent } = await voltAgent();
    const agent = new Agent({
      name: "speaker",
      instructions: "",
      model: languageSpeaker("v3"),
      memory: false,
    });
    return async () => countTokens((await agent.streamText("go")).textStream, asText);
  },

  build: () => voltagentChain(load),
};
