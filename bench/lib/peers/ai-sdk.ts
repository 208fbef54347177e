import { load, resolve } from "../../contenders/ai-sdk/load.ts";
import manifest from "../../contenders/ai-sdk/package.json" with { type: "json" };
import { ADD, ADDER_PROMPT } from "../adder.ts";
import { asText, countTokens } from "../tokens.ts";
import { languageAdder, languageSpeaker } from "./language-model.ts";
import type { Peer } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";

interface AiSdk {
  tool(definition: object): object;
  isStepCount(count: number): unknown;
  generateText(options: object): Promise<{ readonly text: string }>;
  streamText(options: object): { readonly textStream: AsyncIterable<string> };
}

const loadAiSdk = async () => (await load("ai")) as AiSdk;

/** The AI SDK: `generateText` with tools, `streamText`. */
export const aiSdk: Peer = {
  version: manifest.dependencies.ai,
  entry: () => resolve("ai"),

  async agent() {
    const { generateText, tool, isStepCount } = await loadAiSdk();
    const inputSchema = await sumSchema(load);
    const add = tool({ ...ADD, inputSchema, execute: async ({ a, b }: Sum) => a + b });
    const shared = {
      model: languageAdder("v4"),
      tools: { add },
      stopWhen: isStepCount(5),
      system: ADDER_PROMPT,
    };
    return async (prompt) => (await generateText({ ...shared, prompt })).text;
  },

  async stream() {
    const { streamText } = await loadAiSdk();
    const model = languageSpeaker("v4");
    return () => countTokens(streamText({ model, prompt: "go" }).textStream, asText);
  },
};
