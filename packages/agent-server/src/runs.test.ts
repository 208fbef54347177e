import { createAgent } from "@pergola/builders";
import type { RunEvent } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { errorOf, openPage, type Served, serveAgent, serveScript } from "./served.test-helper.ts";

const RUN = { agent: "assistant", message: "Hello", session_id: "s" };

interface Sent {
  readonly id: string;
  readonly event: string;
  readonly data: RunEvent;
}

/** Reads the events of a stream one by one. */
async function* eventsOf(response: Response): AsyncGenerator<Sent> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
      yield { id: fields.id ?? "", event: fields.event ?? "", data: JSON.parse(fields.data ?? "") };
    }
  }
}

const startRun = (served: Served, json: object = RUN, headers = {}) =>
  served.request("/v1/runs", { json, headers });

async function readAll(events: AsyncIterable<Sent>): Promise<Sent[]> {
  const all: Sent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const collect = async (response: Response) => readAll(eventsOf(response));

describe("a run", () => {
  it("is a stream of its events: run-started first, run-finished last and once", async () => {
    await using served = await serveScript([
      { toolCalls: [{ id: "c1", name: "calculator", arguments: { expression: "6*7" } }] },
      { tokens: ["It is", " 42"] },
    ]);
    const response = await startRun(served);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const events = await collect(response);
    expect(events.map(({ event }) => event)).toEqual([
      "run-started",
      "step-started",
      "model-started",
      "model-finished",
      "tool-started",
      "tool-finished",
      "model-started",
      "text-delta",
      "text-delta",
      "model-finished",
      "step-finished",
      "run-finished",
    ]);
    expect(events.map(({ id, event }) => [Number(id), event])).toEqual(
      events.map(({ data }) => [data.seq, data.type]),
    );
    expect(events[0]?.data).toMatchObject({
      runId: expect.any(String),
      agentId: "assistant",
      sessionId: "s",
    });
    expect(events.at(-1)?.data).toMatchObject({ outcome: "completed" });
  });

  it("makes a session of its own when it names none, and says which", async () => {
    await using served = await serveScript(["Hi"]);
    const response = await startRun(served, { agent: "assistant", message: "Hello" });
    const [started] = await collect(response);
    const sessionId = started?.data.type === "run-started" ? started.data.sessionId : undefined;
    expect(sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("x-session-id")).toBe(sessionId);
    const session = await (await served.request(`/v1/sessions/${sessionId}`)).json();
    expect(session).toMatchObject({ id: sessionId, turns: [{ status: "settled" }] });
  });

  it("takes parts as a message, and parameters", async () => {
    await using served = await serveScript([
      ({ messages, parameters }) => JSON.stringify([messages.at(-1)?.content, parameters]),
    ]);
    const message = [{ type: "text", text: "Hello" }];
    const events = await collect(await startRun(served, { ...RUN, message, parameters: { temperature: 0 } }));
    const text = events.map(({ data }) => (data.type === "text-delta" ? data.text : "")).join("");
    expect(JSON.parse(text)).toEqual([message, { temperature: 0 }]);
  });

  it("that fails still ends with run-finished, which has the error", async () => {
    await using served = await serveScript([Object.assign(new Error("Bad key"), { status: 401 })]);
    const events = await collect(await startRun(served));
    expect(events.at(-1)?.data).toMatchObject({
      type: "run-finished",
      outcome: "failed",
      error: { code: "MODEL_AUTH", hint: expect.any(String) },
    });
    expect(JSON.stringify(events)).not.toContain("stack");
  });

  it.each([
    [{ message: undefined }, 400, "INVALID_REQUEST"],
    [{ message: 7 }, 400, "INVALID_REQUEST"],
    [{ agent: "nobody" }, 404, "AGENT_NOT_FOUND"],
    [{ parameters: { temprature: 1 } }, 400, "INVALID_REQUEST"],
    [{ sesion_id: "x" }, 400, "INVALID_REQUEST"],
    [{ session_id: "" }, 400, "INVALID_REQUEST"],
  ])("is not begun for a body like %j", async (extra, status, code) => {
    await using served = await serveScript([]);
    const response = await startRun(served, { ...RUN, ...extra });
    expect(response.status).toBe(status);
    expect((await errorOf(response)).code).toBe(code);
  });

  it.each([
    [{ temperature: 2.1 }, "parameters.temperature"],
    [{ topP: 1.1 }, "parameters.topP"],
    [{ maxTokens: 0 }, "parameters.maxTokens"],
    [{ stop: ["a", ""] }, "parameters.stop[1]"],
    [{ stop: ["a", "b", "c", "d", "e"] }, "parameters.stop"],
    [{ seed: 0.5 }, "parameters.seed"],
    [{ presencePenalty: -2.1 }, "parameters.presencePenalty"],
    [{ frequencyPenalty: 2.1 }, "parameters.frequencyPenalty"],
    [{ toolChoice: "clock" }, "parameters.toolChoice"],
    [{ responseFormat: { type: "xml" } }, "parameters.responseFormat.type"],
  ])("is not begun for parameters like %j", async (parameters, param) => {
    await using served = await serveScript([]);
    const response = await startRun(served, { ...RUN, parameters });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST", param });
  });
});

describe("a run that cannot begin", () => {
  it("is an HTTP error, also when only the agent knows", async () => {
    const agent = await createAgent({ name: "assistant" })
      .withStep("custom", { step: () => undefined })
      .build();
    await using served = await serveAgent(agent);
    const response = await startRun(served);
    expect(response.status).toBe(400);
    expect((await errorOf(response)).code).toBe("SESSION_NEEDS_MEMORY");
  });
});

describe("stopping a run", () => {
  async function begin(served: Served, headers: Record<string, string> = {}) {
    const events = eventsOf(await startRun(served, RUN, headers));
    const { value } = await events.next();
    return { runId: (value as Sent).data.runId, events };
  }
  const cancel = (served: Served, runId: string, headers: Record<string, string> = {}) =>
    served.request(`/v1/runs/${runId}/cancel`, { json: {}, headers });

  it("by its user ends it with outcome cancelled, and the text so far is kept", async () => {
    await using served = await serveScript([{ tokens: ["Half of it"], hang: true }]);
    const { runId, events } = await begin(served);
    for await (const { event } of { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }) {
      if (event === "text-delta") break;
    }
    const response = await cancel(served, runId);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ runId, cancelled: true });
    const rest = await readAll(events);
    expect(rest.at(-1)?.data).toMatchObject({ type: "run-finished", outcome: "cancelled" });
    const session = (await (await served.request("/v1/sessions/s")).json()) as { turns: object[] };
    expect(session.turns).toMatchObject([
      { outcome: "cancelled", messages: [{ content: "Hello" }, { content: "Half of it" }] },
    ]);
    expect((await cancel(served, runId)).status).toBe(404);
  });

  it("is for the user who started it; to others there is no such run", async () => {
    await using served = await serveScript([{ hang: true }]);
    const ada = await openPage(served.url);
    const bob = await openPage(served.url);
    const { runId, events } = await begin(served, ada);
    const others = [
      await cancel(served, runId, bob),
      await cancel(served, runId),
      await cancel(served, "unknown", ada),
    ];
    for (const response of others) {
      expect(response.status).toBe(404);
      expect((await errorOf(response)).code).toBe("RUN_NOT_FOUND");
    }
    expect((await cancel(served, runId, ada)).status).toBe(202);
    expect((await readAll(events)).at(-1)?.event).toBe("run-finished");
  });

  it("by leaving frees its place, and the turn is stored as cancelled", async () => {
    await using served = await serveScript([{ tokens: ["Half"], hang: true }, "Next"], {
      limits: { maxConcurrentRunsPerUser: 1 },
    });
    const client = new AbortController();
    const response = await served.request("/v1/runs", { json: RUN, signal: client.signal });
    await eventsOf(response).next();
    client.abort();
    // The next turn of the session waits for the first to be stored, so it sees how that one ended.
    const next = await collect(await retryWhileBusy(() => startRun(served)));
    expect(next.at(-1)?.data).toMatchObject({ outcome: "completed" });
    const session = (await (await served.request("/v1/sessions/s")).json()) as { turns: object[] };
    expect(session.turns).toMatchObject([{ outcome: "cancelled" }, { outcome: "completed" }]);
  });

  it("of a chat completion answers with an error that says so", async () => {
    await using served = await serveScript([{ tokens: ["Half"], hang: true }]);
    const messages = [{ role: "user", content: "Hello" }];
    const response = await served.request("/v1/chat/completions", {
      json: { model: "assistant", messages, stream: true },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    const runId = /chatcmpl-([\w-]+)/.exec(first?.value ?? "")?.[1] ?? "";
    expect((await cancel(served, runId)).status).toBe(202);
    let rest = "";
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      rest += next.value;
    expect(rest).toContain('"code":"RUN_STOPPED"');
    expect(rest).not.toContain("[DONE]");
  });
});

describe("how many runs there may be", () => {
  it("of one user is maxConcurrentRunsPerUser, then 429; n answers count as n", async () => {
    await using served = await serveScript([{ hang: true }, "Hi"], {
      limits: { maxConcurrentRunsPerUser: 1 },
    });
    const two = await served.request("/v1/chat/completions", {
      json: { model: "assistant", messages: [{ role: "user", content: "x" }], n: 2 },
    });
    expect(two.status).toBe(429);
    const client = new AbortController();
    const first = await served.request("/v1/runs", { json: RUN, signal: client.signal });
    await eventsOf(first).next();
    const second = await startRun(served, { ...RUN, session_id: "t" });
    expect(second.status).toBe(429);
    expect(second.headers.get("retry-after")).toBe("1");
    expect((await errorOf(second)).code).toBe("USER_BUSY");
    const other = await startRun(served, RUN, await openPage(served.url));
    expect((await collect(other)).at(-1)?.data).toMatchObject({ outcome: "completed" });
    client.abort();
  });

  it("of all users is maxConcurrentRuns, then 503", async () => {
    await using served = await serveScript([{ hang: true }], { limits: { maxConcurrentRuns: 1 } });
    const client = new AbortController();
    const first = await served.request("/v1/runs", { json: RUN, signal: client.signal });
    await eventsOf(first).next();
    const second = await startRun(served, RUN, await openPage(served.url));
    expect(second.status).toBe(503);
    expect(second.headers.get("retry-after")).toBe("1");
    expect((await errorOf(second)).code).toBe("SERVER_BUSY");
    client.abort();
  });

  it("does not mix 100 users' answers", async () => {
    await using served = await serveScript(
      Array.from(
        { length: 100 },
        () =>
          ({ messages }) =>
            `You said ${messages.at(-1)?.text}`,
      ),
    );
    const said = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const page = await openPage(served.url);
        const events = await collect(await startRun(served, { ...RUN, message: `${index}` }, page));
        return events.map(({ data }) => (data.type === "text-delta" ? data.text : "")).join("");
      }),
    );
    expect(said).toEqual(said.map((_, index) => `You said ${index}`));
  });
});

/** A place is free as soon as the run has ended, which the client that left cannot see. */
async function retryWhileBusy(ask: () => Promise<Response>): Promise<Response> {
  const response = await ask();
  return response.status === 429 ? retryWhileBusy(ask) : response;
}
