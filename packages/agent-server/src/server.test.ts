import { connect } from "node:net";
import { createAgent } from "@pergola/builders";
import { type Logger, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { describe, expect, it } from "vitest";
import { createAgentServer } from "./index.ts";
import { errorOf, scriptedAgent, serveAgent, serveScript } from "./served.test-helper.ts";

const RUN = { agent: "assistant", message: "Hello", session_id: "s" };
const CHAT = { model: "assistant", messages: [{ role: "user", content: "Hello" }] };

async function readUntil(response: Response, what: string) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const until = async (wanted: string) => {
    while (!text.includes(wanted)) {
      const next = await reader?.read();
      if (next?.done !== false) return text;
      text += next.value;
    }
    return text;
  };
  await until(what);
  return until;
}

describe("an agent server", () => {
  it("has a url while it listens", async () => {
    const agent = await scriptedAgent([]);
    const server = createAgentServer({ agents: [agent], port: 0 });
    expect(() => server.url).toThrow(expect.objectContaining({ code: "NOT_LISTENING" }));
    expect(await server.listen()).toBe(server.url);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    await server.close();
    expect(() => server.url).toThrow(expect.objectContaining({ code: "NOT_LISTENING" }));
    await agent.close();
  });

  it("listens on 127.0.0.1:8000 unless it is told otherwise, and answers injected requests", async () => {
    const server = createAgentServer({ agents: [await scriptedAgent([])] });
    const ask = (host: string) => server.inject({ url: "/v1/models", headers: { host } });
    expect((await ask("127.0.0.1:8000")).statusCode).toBe(200);
    expect((await ask("127.0.0.1:8001")).statusCode).toBe(403);
    await server.close();
  });

  it("says so when its port is in use", async () => {
    await using served = await serveScript([]);
    const port = Number(new URL(served.url).port);
    const second = createAgentServer({ agents: [served.agent], port });
    await expect(second.listen()).rejects.toMatchObject({ code: "PORT_IN_USE", details: { port } });
    await second.close();
  });

  it("says so when it cannot listen on its address", async () => {
    const server = createAgentServer({
      agents: [await scriptedAgent([])],
      host: "192.0.2.1",
      port: 0,
      token: "t",
    });
    await expect(server.listen()).rejects.toMatchObject({ code: "LISTEN_FAILED" });
    await server.close();
  });

  it("closes when the signal fires, and does not begin when it has", async () => {
    const agent = await scriptedAgent([]);
    const controller = new AbortController();
    const server = createAgentServer({ agents: [agent], port: 0 });
    const url = await server.listen({ signal: controller.signal });
    controller.abort();
    await server.close();
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    const late = createAgentServer({ agents: [agent], port: 0 });
    await expect(late.listen({ signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
  });

  it.each([
    [{ agents: [] }, "agents"],
    [{ port: 65_536 }, "port"],
    [{ port: 1.5 }, "port"],
    [{ token: "" }, "token"],
    [{ token: "a b" }, "token"],
    [{ limits: { maxBodyBytes: 0 } }, "maxBodyBytes"],
    [{ limits: { heartbeatMs: Number.NaN } }, "heartbeatMs"],
    [{ limits: { maxRuns: 1 } as never }, "maxRuns"],
  ])("refuses the options %j", async (options, name) => {
    const agent = await scriptedAgent([]);
    expect(() => createAgentServer({ agents: [agent], ...options })).toThrow(
      expect.objectContaining({ code: "INVALID_SERVER_OPTIONS", message: expect.stringContaining(name) }),
    );
  });

  it("refuses two agents of one name", async () => {
    const agents = [await scriptedAgent([]), await scriptedAgent([])];
    expect(() => createAgentServer({ agents })).toThrow(
      expect.objectContaining({ code: "INVALID_SERVER_OPTIONS" }),
    );
  });

  it("tells its logger of failures of its own, with the request id and never the token", async () => {
    const lines: unknown[][] = [];
    const log = (...line: unknown[]) => void lines.push(line);
    const logger: Logger = { ...silentLogger, debug: log, info: log, warn: log, error: log };
    const agent = await createAgent({ name: "assistant" })
      .withStep("custom", { step: () => Promise.reject(new Error("boom")) })
      .build();
    await using served = await serveAgent(agent, { logger, token: "the-secret" });
    const headers = { authorization: "Bearer the-secret" };
    const { requestId } = await errorOf(
      await served.request("/v1/chat/completions", { json: CHAT, headers }),
    );
    await served.request("/?token=the-secret", { redirect: "manual" });
    await served.request("/v1/nothing?token=the-secret", { headers });
    expect(lines).toContainEqual([
      expect.stringContaining("boom"),
      expect.objectContaining({ requestId, code: "STEP_FAILED", status: 500, error: expect.any(Error) }),
    ]);
    expect(JSON.stringify(lines)).not.toContain("the-secret");
  });
});

describe("a stream that is quiet", () => {
  it("gets a comment every heartbeatMs", async () => {
    const clock = createVirtualClock();
    await using served = await serveScript([{ tokens: ["x"], hang: true }], {
      clock,
      limits: { heartbeatMs: 50 },
    });
    const client = new AbortController();
    const response = await served.request("/v1/runs", { json: RUN, signal: client.signal });
    const until = await readUntil(response, "text-delta");
    expect(await until("text-delta")).not.toContain(": keep-alive");
    await clock.advance(50);
    expect((await until(": keep-alive")).split(": keep-alive\n\n")).toHaveLength(2);
    await clock.advance(50);
    await until(": keep-alive\n\n: keep-alive\n\n");
    client.abort();
  });

  it("begins with a comment when no token comes, so that no proxy gives up", async () => {
    const clock = createVirtualClock();
    await using served = await serveScript([{ hang: true }], { clock, limits: { heartbeatMs: 50 } });
    const client = new AbortController();
    const json = { ...CHAT, stream: true };
    const asked = served.request("/v1/chat/completions", { json, signal: client.signal });
    while (clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(50);
    const response = await asked;
    expect(response.status).toBe(200);
    await readUntil(response, ": keep-alive");
    client.abort();
  });
});

describe("a client that reads nothing", () => {
  it("loses its stream after slowClientTimeoutMs, and its run stops", async () => {
    const clock = createVirtualClock();
    const text = "x".repeat(50_000);
    const model = new ScriptedChatModel([{ tokens: Array.from({ length: 2_000 }, () => text) }]);
    const agent = await createAgent({ name: "assistant" })
      .withLlm(model)
      .withMemory({ type: "conversation" })
      .withStep("llm", {})
      .build();
    await using served = await serveAgent(agent, {
      clock,
      limits: { slowClientTimeoutMs: 777, heartbeatMs: 1e9 },
    });
    const { port, host } = new URL(served.url);
    const body = JSON.stringify(RUN);
    const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
    socket.pause();
    const type = "content-type: application/json";
    socket.write(
      `POST /v1/runs HTTP/1.1\r\nhost: ${host}\r\n${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    // Two timers: the heartbeat, and the one for the socket that takes no more.
    while (clock.pendingTimers < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(model.calls[0]?.state).toBe("running");
    await clock.advance(776);
    expect(model.calls[0]?.state).toBe("running");
    await clock.advance(1);
    await agent.close(); // waits for its runs
    expect(model.calls[0]?.abortedAt).toBeDefined();
    expect(model.calls[0]?.tokenCount).toBeLessThan(2_000);
    socket.destroy();
  });
});

describe("closing", () => {
  /** An agent whose turns last until `gate` opens. */
  const serveGated = async (gate: Promise<void>) =>
    serveAgent(
      await createAgent({ name: "assistant" })
        .withMemory({ type: "conversation" })
        .withStep("custom", { step: () => gate })
        .build(),
    );

  it("lets a running answer finish", async () => {
    const gate = Promise.withResolvers<void>();
    await using served = await serveGated(gate.promise);
    const until = await readUntil(await served.request("/v1/runs", { json: RUN }), "step-started");
    const closed = served.server.close();
    expect(served.server.close()).toBe(closed);
    gate.resolve();
    expect(await until("run-finished")).toContain('"outcome":"completed"');
    await closed;
    await expect(fetch(`${served.url}/health/live`)).rejects.toThrow();
  });

  it("lets a client that reads slowly have all of its answer", async () => {
    const text = "x".repeat(8_000_000);
    await using served = await serveScript([text]);
    const { port, host } = new URL(served.url);
    const body = JSON.stringify(CHAT);
    const socket = connect(Number(port), "127.0.0.1");
    const type = "content-type: application/json\r\nconnection: close";
    socket.pause();
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: ${host}\r\n${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise((resolve) => socket.once("readable", resolve));
    const closed = served.server.close();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    let received = 0;
    for await (const bytes of socket) received += bytes.length;
    expect(received).toBeGreaterThan(text.length);
    await closed;
  });

  it("stops what still runs after shutdownTimeoutMs, which keeps what was said", async () => {
    const clock = createVirtualClock();
    await using served = await serveScript([{ tokens: ["Half"], hang: true }], {
      clock,
      limits: { shutdownTimeoutMs: 500 },
    });
    const until = await readUntil(await served.request("/v1/runs", { json: RUN }), "text-delta");
    const closed = served.server.close();
    await clock.advance(499);
    expect(await Promise.race([closed, "open"])).toBe("open");
    await clock.advance(1);
    expect(await until("run-finished")).toContain('"outcome":"cancelled"');
    await closed;
    const scope = { tenantId: "local", userId: "local", agentId: "assistant", sessionId: "s" };
    const transcript = await served.agent.memory.transcript(scope);
    expect(transcript?.turns).toMatchObject([
      { status: "settled", outcome: "cancelled", messages: [{ content: "Hello" }, { content: "Half" }] },
    ]);
  });

  it("takes no new run meanwhile, and says when to come back", async () => {
    const gate = Promise.withResolvers<void>();
    await using served = await serveGated(gate.promise);
    const { port, host } = new URL(served.url);
    const body = JSON.stringify(CHAT);
    const socket = connect(Number(port), "127.0.0.1");
    let answers = "";
    const answered = new Promise<void>((resolve) => {
      socket.setEncoding("utf8").on("data", (text) => {
        answers += text;
        if (answers.includes("SERVER_CLOSING")) resolve();
      });
    });
    // The head of a request is there before the server closes, its body comes after.
    const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json`;
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n`);
    const until = await readUntil(await served.request("/v1/runs", { json: RUN }), "step-started");
    const closed = served.server.close();
    socket.write(body);
    await answered;
    expect(answers).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 5/);
    gate.resolve();
    expect(await until("run-finished")).toContain('"outcome":"completed"');
    await closed;
  });

  it("does not wait for idle connections", async () => {
    const served = await serveScript([]);
    expect((await served.request("/health/live", { headers: { connection: "keep-alive" } })).status).toBe(
      200,
    );
    await served.server.close();
    await served.agent.close();
  });
});
