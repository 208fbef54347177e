import { load, resolve } from "../../contenders/openai-agents/load.ts";
import manifest from "../../contenders/openai-agents/package.json" with { type: "json" };
import { ADD, ADDER_PROMPT, addOne, type LastMessage } from "../adder.ts";
import { asText, countTokens, TOKENS } from "../tokens.ts";
import type { Peer } from "./peer.ts";
import { type Sum, sumSchema } from "./sum-schema.ts";

interface Item {
  readonly type?: string;
  readonly content?: unknown;
  readonly output?: unknown;
}

interface Streamed {
  toTextStream(): AsyncIterable<string>;
  readonly completed: Promise<void>;
}

interface OpenAiAgents {
  Agent: new (options: object) => object;
  Usage: new () => object;
  tool(definition: object): object;
  run(agent: object, input: string): Promise<{ readonly finalOutput?: string }>;
  run(agent: object, input: string, options: { stream: true }): Promise<Streamed>;
}

const openAiAgents = async () => (await load("@openai/agents")) as OpenAiAgents;

/** OpenAI's Agents SDK: `run` of an `Agent`, whole and streamed. */
export const openaiAgents: Peer = {
  version: manifest.dependencies["@openai/agents"],
  entry: () => resolve("@openai/agents"),

  async agent() {
    const { Agent, Usage, run, tool } = await openAiAgents();
    const parameters = await sumSchema(load);
    const add = tool({ ...ADD, parameters, execute: async ({ a, b }: Sum) => String(a + b) });
    const model = {
      getResponse: async ({ input }: { input: string | readonly Item[] }) => ({
        usage: new Usage(),
        output: [outputOf(input)],
        responseId: "response",
      }),
    };
    const agent = new Agent({ name: "adder", instructions: ADDER_PROMPT, model, tools: [add] });
    return async (question) => (await run(agent, question)).finalOutput ?? "";
  },

  async stream() {
    const { Agent, run } = await openAiAgents();
    const agent = new Agent({ name: "speaker", model: { getStreamedResponse: speak } });
    return async () => {
      const result = await run(agent, "go", { stream: true });
      await countTokens(result.toTextStream(), asText);
      await result.completed;
    };
  },
};

async function* speak() {
  yield { type: "response_started" };
  for (const delta of TOKENS) yield { type: "output_text_delta", delta };
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  yield { type: "response_done", response: { id: "response", usage, output: [message(TOKENS.join(""))] } };
}

function outputOf(input: string | readonly Item[]): object {
  const said = addOne(lastOf(input));
  if (!("tool" in said)) return message(said.join(""));
  const { tool: name, arguments: values } = said;
  return {
    type: "function_call",
    id: "item",
    callId: "call",
    name,
    status: "completed",
    arguments: JSON.stringify(values),
  };
}

const message = (text: string) => ({
  type: "message",
  role: "assistant",
  status: "completed",
  id: "message",
  content: [{ type: "output_text", text }],
});

function lastOf(input: string | readonly Item[]): LastMessage {
  const last = typeof input === "string" ? { content: input } : input.at(-1);
  const isToolResult = last?.type === "function_call_result";
  return { isToolResult, text: JSON.stringify(isToolResult ? last?.output : last?.content) };
}
