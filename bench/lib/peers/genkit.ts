import { load, resolve } from "../../contenders/genkit/load.ts";
import manifest from "../../contenders/genkit/package.json" with { type: "json" };
import { ADD, ADDER_PROMPT, addOne, type LastMessage } from "../adder.ts";
import { countTokens, TOKENS } from "../tokens.ts";
import type { Peer } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";

interface Part {
  readonly text?: string;
  readonly toolResponse?: { readonly output: unknown };
}

interface Request {
  readonly messages: readonly { readonly content: readonly Part[] }[];
}

type Send = (chunk: { content: readonly Part[] }) => void;

interface Genkit {
  defineModel(options: object, run: (request: Request, send?: Send) => Promise<object>): object;
  defineTool(definition: object, execute: (input: Sum) => Promise<number>): object;
  generate(options: object): Promise<{ readonly text: string }>;
  generateStream(options: object): {
    stream: AsyncIterable<{ readonly text: string }>;
    response: Promise<unknown>;
  };
}

const genkitInstance = async () => {
  const { genkit } = (await load("genkit")) as { genkit(options: object): Genkit };
  return genkit({});
};

/** Genkit's `generate` with a tool and `generateStream`. */
export const genkit: Peer = {
  version: manifest.dependencies.genkit,
  entry: () => resolve("genkit"),

  async agent() {
    const ai = await genkitInstance();
    const supports = { tools: true, systemRole: true, multiturn: true };
    const model = ai.defineModel({ name: "adder", supports }, async ({ messages }) => {
      const said = addOne(lastOf(messages.at(-1)?.content));
      return answer(
        "tool" in said
          ? { toolRequest: { name: said.tool, ref: "call", input: said.arguments } }
          : { text: said.join("") },
      );
    });
    const inputSchema = await sumSchema(load, "genkit");
    const add = ai.defineTool({ ...ADD, inputSchema }, async ({ a, b }) => a + b);
    return async (prompt) => (await ai.generate({ model, system: ADDER_PROMPT, prompt, tools: [add] })).text;
  },

  async stream() {
    const ai = await genkitInstance();
    const text = TOKENS.join("");
    const model = ai.defineModel({ name: "speaker", supports: {} }, async (_, send) => {
      for (const token of TOKENS) {
        send?.({ content: [{ text: token }] });
        await null; // a real model's tokens do not come in one go
      }
      return answer({ text });
    });
    return async () => {
      const { stream, response } = ai.generateStream({ model, prompt: "go" });
      await countTokens(stream, ({ text }) => text);
      await response;
    };
  },
};

const answer = (part: object) => ({ finishReason: "stop", message: { role: "model", content: [part] } });

function lastOf([part]: readonly Part[] = []): LastMessage {
  const response = part?.toolResponse;
  return {
    isToolResult: response !== undefined,
    text: response ? JSON.stringify(response.output) : (part?.text ?? ""),
  };
}
