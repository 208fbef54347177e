import { silentLogger } from "@pergola/core";
import type { OpenAiConfig } from "./config/openai-config.ts";
import { openai } from "./openai.ts";

/** A model of the provider, without an environment. */
export async function openaiModel(config: OpenAiConfig) {
  const model = await openai({ model: "gpt-5-mini" }).create(config, { env: {}, logger: silentLogger });
  const { ChatOpenAiCompatible } = await import("./chat-model/chat-openai-compatible.ts");
  if (!(model instanceof ChatOpenAiCompatible)) throw new Error("The provider makes another kind of model.");
  return model;
}

/** The events of a streamed answer with the given deltas, as text. */
export function streamText(deltas: readonly object[], finishReason = "stop"): string {
  const chunk = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: "chatcmpl-1", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  return `${deltas.map((delta) => chunk(delta, null)).join("")}${chunk({}, finishReason)}data: [DONE]\n\n`;
}

/** A fetch that answers with these parts of an event stream, one network part each. */
export function fetchOf(
  parts: readonly (string | Uint8Array<ArrayBuffer>)[],
  init: ResponseInit = { headers: { "content-type": "text/event-stream" } },
): typeof fetch {
  const encoder = new TextEncoder();
  return async () =>
    new Response(
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          for (const part of parts)
            controller.enqueue(typeof part === "string" ? encoder.encode(part) : part);
          controller.close();
        },
      }),
      init,
    );
}
