import { createAgent } from "@pergola/builders";
import { PergolaError } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import { createInMemoryConversationStore, resourceErrors } from "@pergola/resources";
import { reply, startVendorServer } from "@pergola/resources/testing";
import { describe, expect, it } from "vitest";
import { ERROR_STATUS } from "./api/errors/error-status.ts";
import { serverErrors } from "./errors.ts";
import { errorOf, serveAgent, serveScript } from "./served.test-helper.ts";

const CHAT = { model: "assistant", messages: [{ role: "user", content: "Hello" }] };

/** A server whose agent fails with what `fail` makes. */
async function serveFailure(fail: () => unknown) {
  const failing = await createAgent({ name: "assistant" })
    .withMemory({ type: "conversation" })
    .withStep("custom", {
      step: () => {
        throw fail();
      },
    })
    .build();
  return serveAgent(failing);
}

describe("an error of a run", () => {
  const codes = Object.keys(ERROR_STATUS).filter((code) => !(code in serverErrors.meanings));

  it.each([
    ["MODEL_AUTH", 502, "api_error"],
    ["MODEL_NOT_FOUND", 502, "api_error"],
    ["MODEL_BAD_REQUEST", 400, "invalid_request_error"],
    ["MODEL_CONTENT_FILTERED", 400, "invalid_request_error"],
    ["MODEL_RATE_LIMITED", 429, "rate_limit_error"],
    ["MODEL_UNAVAILABLE", 503, "api_error"],
    ["MODEL_STREAM_BROKEN", 502, "api_error"],
    ["MODEL_TIMEOUT", 504, "api_error"],
    ["MAX_ITERATIONS", 500, "api_error"],
    ["SOME_CODE_OF_A_PLUGIN", 500, "api_error"],
  ])("of code %s is a %i of type %s", async (code, status, type) => {
    await using served = await serveFailure(
      () => new PergolaError(code, { message: "No.", hint: "Mend it." }),
    );
    const response = await served.request("/v1/chat/completions", { json: CHAT });
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({
      code,
      type,
      message: "No.",
      hint: "Mend it.",
      param: null,
    });
  });

  it("has its status from the table, whatever the code", async () => {
    let code = "";
    await using served = await serveFailure(() => new PergolaError(code, { message: "No." }));
    for (code of codes.filter(
      (each) => !/^(RUN_CANCELLED|DEADLINE_EXCEEDED|TOOL_LIMIT_EXCEEDED)$/.test(each),
    )) {
      const response = await served.request("/v1/chat/completions", { json: CHAT });
      expect([code, response.status]).toEqual([code, ERROR_STATUS[code]?.status]);
      await response.text();
    }
  });

  it("of a context that is too long has the vendor's code, on which clients act", async () => {
    await using served = await serveFailure(() =>
      resourceErrors.create("MODEL_CONTEXT_TOO_LONG", { message: "Too long." }),
    );
    const response = await served.request("/v1/chat/completions", { json: CHAT });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({
      code: "context_length_exceeded",
      details: { code: "MODEL_CONTEXT_TOO_LONG" },
    });
  });

  it("says how long to wait, and whether trying again is any use", async () => {
    const details = { retryAfterMs: 1_500 };
    await using limited = await serveFailure(() =>
      resourceErrors.create("MODEL_RATE_LIMITED", { message: "Slow down.", details }),
    );
    const response = await limited.request("/v1/chat/completions", { json: CHAT });
    expect([response.headers.get("retry-after"), response.headers.get("x-should-retry")]).toEqual([
      "2",
      null,
    ]);
    await using broke = await serveFailure(() =>
      resourceErrors.create("MODEL_QUOTA_EXCEEDED", { message: "No credit." }),
    );
    const hopeless = await broke.request("/v1/chat/completions", { json: CHAT });
    expect(hopeless.headers.get("x-should-retry")).toBe("false");
  });

  it("that a step threw itself is a 500 with its message, without a stack", async () => {
    await using served = await serveFailure(() => new TypeError("boom"));
    const response = await served.request("/v1/chat/completions", { json: CHAT });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text).error).toMatchObject({
      code: "STEP_FAILED",
      message: expect.stringContaining("boom"),
    });
    expect(text).not.toMatch(/\bat .*\.ts|node_modules/);
  });
});

describe("an error without a code", () => {
  it("is a 500 that keeps its words to the log, and the server keeps running", async () => {
    const store = createInMemoryConversationStore();
    store.sessions = () => Promise.reject(new Error("/home/ada/secret.duckdb is broken"));
    const agent = await createAgent({ name: "assistant" })
      .withMemory(store)
      .withStep("custom", { step: () => undefined })
      .build();
    await using served = await serveAgent(agent);
    const response = await served.request("/v1/sessions");
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text).error).toMatchObject({ code: "INTERNAL_ERROR", requestId: expect.any(String) });
    expect(text).not.toContain("secret");
    expect((await served.request("/health/live")).status).toBe(200);
  });
});

describe("an error in a stream", () => {
  it("before the first token is an HTTP status", async () => {
    await using served = await serveFailure(() =>
      resourceErrors.create("MODEL_AUTH", { message: "Wrong key." }),
    );
    const response = await served.request("/v1/chat/completions", { json: { ...CHAT, stream: true } });
    expect(response.status).toBe(502);
    expect((await errorOf(response)).code).toBe("MODEL_AUTH");
  });

  it("after the first token is the last event, and no [DONE] follows", async () => {
    await using served = await serveScript([
      { tokens: ["Half"], error: resourceErrors.create("MODEL_STREAM_BROKEN", { message: "Broken." }) },
    ]);
    const response = await served.request("/v1/chat/completions", { json: { ...CHAT, stream: true } });
    expect(response.status).toBe(200);
    const events = (await response.text()).trim().split("\n\n");
    expect(events.some((event) => event.includes('"Half"'))).toBe(true);
    expect(JSON.parse(events.at(-1)?.slice(6) ?? "")).toMatchObject({
      error: { code: "MODEL_STREAM_BROKEN", type: "api_error", param: null, requestId: expect.any(String) },
    });
  });

  it.each([true, false])("of one answer of several stops the others (stream: %s)", async (stream) => {
    const failure = { tokens: ["x"], error: resourceErrors.create("MODEL_BAD_REQUEST", { message: "No." }) };
    await using served = await serveScript([failure, { tokens: ["y"], hang: true }]);
    const response = await served.request("/v1/chat/completions", { json: { ...CHAT, n: 2, stream } });
    expect(await response.text()).toContain("MODEL_BAD_REQUEST");
    await served.agent.close(); // waits for its runs: none hangs
  });
});

describe("a vendor behind the agent", () => {
  async function serveVendor(...replies: Parameters<typeof reply.text>[0][] | never[]) {
    const vendor = await startVendorServer({ replies });
    const agent = await createAgent({ name: "assistant" })
      .withProvider(openai({ model: "m", baseURL: vendor.baseURL }))
      .withMemory({ type: "conversation" })
      .withStep("llm", {})
      .build();
    return { vendor, served: await serveAgent(agent) };
  }

  it("that refuses the key is our 502, never the client's 401", async () => {
    const { vendor, served } = await serveVendor();
    vendor.enqueue(
      reply.error({ status: 401, message: "Incorrect API key", code: "invalid_api_key" } as never),
    );
    const response = await served.request("/v1/chat/completions", { json: CHAT });
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ code: "MODEL_AUTH", hint: expect.any(String) });
    await served[Symbol.asyncDispose]();
    await vendor.close();
  });

  it("loses its connection when the client goes, streaming or not, and when the run is cancelled", async () => {
    const { vendor, served } = await serveVendor();
    vendor.enqueue(reply.hang(), reply.hang(), reply.hang());
    const leave = async (json: object, path = "/v1/chat/completions") => {
      const client = new AbortController();
      const asked = served.request(path, { json, signal: client.signal }).then((response) => response.text());
      const request = await vendor.nextRequest();
      client.abort();
      await expect(asked).rejects.toThrow();
      return (await request.closed).by;
    };
    expect(await leave(CHAT)).toBe("client");
    expect(await leave({ ...CHAT, stream: true })).toBe("client");
    expect(await leave({ agent: "assistant", message: "Hello" }, "/v1/runs")).toBe("client");
    await served[Symbol.asyncDispose]();
    await vendor.close();
  });
});
