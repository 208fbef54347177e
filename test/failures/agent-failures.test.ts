import { createAgent } from "@pergola/builders";
import { createScope, type ErrorData, type RunEvent } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import { createInMemoryConversationStore } from "@pergola/resources";
import {
  type ChaosName,
  chaos,
  refusedBaseURL,
  startVendorServer,
  type VendorReply,
  type VendorServer,
} from "@pergola/resources/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const session = { userId: "ada", sessionId: "s" };
const scope = createScope({ tenantId: "local", agentId: "assistant", ...session });

/** How each failure ends a turn: its code, the text that was streamed before it, and the requests it costs. */
const FAILURES: readonly [ChaosName, code: string, text: string, requests: number][] = [
  ["wrong-key", "MODEL_AUTH", "", 1],
  ["forbidden", "MODEL_AUTH", "", 1],
  ["unknown-model", "MODEL_NOT_FOUND", "", 1],
  ["bad-request", "MODEL_BAD_REQUEST", "", 1],
  ["context-too-long", "MODEL_CONTEXT_TOO_LONG", "", 1],
  ["content-filtered", "MODEL_CONTENT_FILTERED", "", 1],
  ["quota-exceeded", "MODEL_QUOTA_EXCEEDED", "", 1],
  ["rate-limited-ms", "MODEL_RATE_LIMITED", "", 3],
  ["error-in-stream-later", "MODEL_STREAM_BROKEN", "Héllo, wörld: ", 1],
  ["reset-mid-stream", "MODEL_STREAM_BROKEN", "Héllo, wörld: ", 1],
  ["truncated", "MODEL_STREAM_BROKEN", "Héllo, wörld: ", 1],
  ["malformed-json", "MODEL_BAD_RESPONSE", "Héllo, wörld: ", 1],
  ["malformed-sse", "MODEL_BAD_RESPONSE", "", 1],
  ["html-page", "MODEL_BAD_RESPONSE", "", 1],
  ["hang-mid-stream", "MODEL_TIMEOUT", "Héllo, wörld: ", 1],
  ["huge-line", "MODEL_BAD_RESPONSE", "", 1],
];

let vendor: VendorServer;
beforeEach(async () => {
  vendor = await startVendorServer();
});
afterEach(() => vendor.close());

async function startAgent(baseURL: string) {
  const store = createInMemoryConversationStore();
  const agent = await createAgent({ name: "assistant" })
    .withProvider(openai({ baseURL, apiKey: "sk-secret-1234567890", model: "vendor-model", timeoutMs: 200 }))
    .withLlm("openai")
    .withMemory(store)
    .withStep("llm", {})
    .start();
  return { agent, store };
}

async function failedTurn(baseURL: string) {
  const { agent, store } = await startAgent(baseURL);
  const stream = agent.stream("hello", session);
  const events: RunEvent[] = [];
  for await (const event of stream) events.push(event);
  const thrown = await stream.result.then(
    () => undefined,
    (error: unknown) => error,
  );
  const terminal = events.filter((event) => event.type === "run-finished");
  const stored = (await store.transcript(scope))?.turns[0];
  await agent.close();
  return { events, thrown, terminal, stored };
}

describe("a vendor's failure", () => {
  for (const [name, code, text, requests] of FAILURES) {
    it(`${name} is ${code} with a hint, keeps what was said and invents nothing`, async () => {
      vendor.enqueue(...Array.from({ length: 6 }, () => chaos[name]() as VendorReply));
      const { events, thrown, terminal, stored } = await failedTurn(vendor.baseURL);
      expect(thrown).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
      expect(terminal).toHaveLength(1);
      expect(terminal[0]).toMatchObject({ outcome: "failed", error: { code } });
      const said = events.flatMap((event) => (event.type === "text-delta" ? event.text : [])).join("");
      expect(said).toBe(text);
      expect(stored).toMatchObject({ status: "settled", outcome: "failed" });
      const kept = stored?.messages
        .filter((message) => message.role === "assistant")
        .map((message) => message.content);
      expect(kept?.join("")).toBe(text);
      expect(vendor.requests).toHaveLength(requests);
      expect(JSON.stringify([thrown, events, stored])).not.toContain("sk-secret-1234567890");
    });
  }

  it("that passes is retried, told and costs nothing", async () => {
    vendor.enqueue(chaos["rate-limited-ms"](), chaos["error-in-stream-first"](), "fine");
    const { agent } = await startAgent(vendor.baseURL);
    const types: string[] = [];
    const stream = agent.stream("hello", session);
    for await (const event of stream) types.push(event.type);
    expect((await stream.result).text).toBe("fine");
    expect(types.filter((type) => (type as string) === "model-retried")).toHaveLength(2);
    expect(types.filter((type) => type === "model-started" || type === "model-finished")).toHaveLength(2);
    await agent.close();
  });

  it("to be reached at all names the host, and the next turn works once it is up", async () => {
    const { thrown, terminal } = await failedTurn(await refusedBaseURL());
    expect(thrown).toMatchObject({
      code: "MODEL_UNAVAILABLE",
      message: expect.stringContaining("127.0.0.1"),
    });
    expect((terminal[0] as { error?: ErrorData }).error?.hint).toMatch(/\w/);
  });
});
