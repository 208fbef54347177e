import { createAgent, type DirectorOptions } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import type { ModelParameters } from "@pergola/resources";
import { tools } from "./tools.ts";
import { using } from "./using.ts";

/** A request as the vendor sees it. */
export interface Received {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A vendor that notes every request and says a word. */
export function vendor(word = "yes") {
  const received: Received[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = JSON.parse(String(init?.body)) as Received["body"];
    received.push({ url: String(input), headers: Object.fromEntries(new Headers(init?.headers)), body });
    return body.stream === true ? streamed(word) : whole(word);
  };
  return { received, fetch };
}

/** What the vendor is sent in a turn of an agent whose model has this config. */
export async function received(
  config: Readonly<Record<string, unknown>>,
  { env = {}, parameters }: { env?: DirectorOptions["env"]; parameters?: ModelParameters } = {},
): Promise<readonly Received[]> {
  const { fetch, received: requests } = vendor();
  const llm = { provider: "openai", model: "gpt-5-mini", apiKey: "sk-test", fetch, ...config };
  const builder = createAgent({ llm, tools, providers: [openai()] }, { env });
  return using(builder.withStep("llm", { tools: ["clock", "dice"] }).build(), async (agent) => {
    await agent.chat("hi", { parameters });
    return requests;
  });
}

function whole(word: string): Response {
  return Response.json({
    id: "chatcmpl-1",
    model: "gpt-5-mini",
    choices: [{ index: 0, message: { role: "assistant", content: word }, finish_reason: "stop" }],
  });
}

function streamed(word: string): Response {
  const chunk = (delta: object, reason: string | null) =>
    `data: ${JSON.stringify({ id: "chatcmpl-1", model: "gpt-5-mini", choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
  const text = `${chunk({ content: word }, null)}${chunk({}, "stop")}data: [DONE]\n\n`;
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}
