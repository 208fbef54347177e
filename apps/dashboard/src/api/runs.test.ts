import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunEvent } from "@pergola/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "./api-error.ts";
import { streamRun } from "./runs.ts";

const realFetch = globalThis.fetch;
const run = { agent: "assistant", message: "hello", sessionId: "s1" };
const started = { type: "run-started", runId: "r1", seq: 0, at: 1, agentId: "assistant" };
const finished = {
  type: "run-finished",
  runId: "r1",
  seq: 1,
  at: 2,
  outcome: "failed",
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
  latencyMs: 1,
  error: { code: "MODEL_AUTH", message: "refused" },
};

let answer: (response: ServerResponse, body: string) => void;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => answer(response, body));
});

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The page's paths are relative to its own origin; here the origin is the test's server.
  globalThis.fetch = (input, init) => realFetch(new URL(String(input), origin), init);
});

afterEach(async () => {
  globalThis.fetch = realFetch;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function sendEvents(response: ServerResponse, events: readonly object[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
}

async function collect(signal = new AbortController().signal): Promise<RunEvent[]> {
  return await Array.fromAsync(streamRun(run, signal));
}

async function failure(signal?: AbortSignal): Promise<unknown> {
  return await collect(signal).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
}

describe("streamRun", () => {
  it("goes on when a run inside it has ended", async () => {
    const inside = { runId: "r2", parentRunId: "r1" };
    answer = (response) => {
      sendEvents(response, [started, { ...started, ...inside }, { ...finished, ...inside }, finished]);
      response.end();
    };
    expect((await collect()).map(({ type, runId }) => `${runId} ${type}`)).toEqual([
      "r1 run-started",
      "r2 run-started",
      "r2 run-finished",
      "r1 run-finished",
    ]);
  });

  it("posts agent, message and session, and ends at the terminal event even if the connection stays open", async () => {
    let posted = "";
    answer = (response, body) => {
      posted = body;
      sendEvents(response, [started, finished]);
    };
    expect((await collect()).map((event) => event.type)).toEqual(["run-started", "run-finished"]);
    expect(JSON.parse(posted)).toEqual({ agent: "assistant", message: "hello", session_id: "s1" });
  });

  it("rejects with the server's code and hint when the run is refused", async () => {
    answer = (response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          error: { message: "No such agent.", code: "AGENT_NOT_FOUND", hint: "Use assistant." },
        }),
      );
    };
    expect(await failure()).toMatchObject({ status: 404, code: "AGENT_NOT_FOUND", hint: "Use assistant." });
  });

  it("rejects with the error that comes inside a stream that has begun", async () => {
    answer = (response) => {
      sendEvents(response, [started, { error: { message: "The store is full.", code: "STORE_FULL" } }]);
      response.end();
    };
    expect(await failure()).toMatchObject({ code: "STORE_FULL" });
  });

  it("rejects with CONNECTION_LOST when the stream ends before the run has", async () => {
    answer = (response) => {
      sendEvents(response, [started]);
      response.end();
    };
    expect(await failure()).toMatchObject({ code: "CONNECTION_LOST" });
  });

  it("rejects with CONNECTION_LOST when the socket is reset", async () => {
    answer = (response) => {
      sendEvents(response, [started]);
      response.write(": heartbeat\n\n", () => response.socket?.resetAndDestroy());
    };
    expect(await failure()).toMatchObject({ code: "CONNECTION_LOST" });
  });

  it("rejects with UNREADABLE_ANSWER when an event is not JSON", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end("data: {oops\n\n");
    };
    expect(await failure()).toMatchObject({ code: "UNREADABLE_ANSWER" });
  });

  it("rejects with UNREADABLE_ANSWER when a refusal is not the server's envelope", async () => {
    answer = (response) => {
      response.writeHead(502);
      response.end("<html>bad gateway</html>");
    };
    expect(await failure()).toMatchObject({ status: 502, code: "UNREADABLE_ANSWER" });
  });

  it("rejects with SERVER_UNREACHABLE when nobody listens", async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await failure()).toMatchObject({ status: 0, code: "SERVER_UNREACHABLE" });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  it("rejects with the signal's reason, not with a lost connection, and closes the socket", async () => {
    const abort = new AbortController();
    const closed = Promise.withResolvers<void>();
    answer = (response) => {
      response.on("close", closed.resolve);
      sendEvents(response, [started]);
    };
    const events = streamRun(run, abort.signal);
    expect((await events.next()).value).toMatchObject({ type: "run-started" });
    abort.abort();
    await expect(events.next()).rejects.not.toBeInstanceOf(ApiError);
    await closed.promise;
  });
});
