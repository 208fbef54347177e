import { createVirtualClock } from "@pergola/core/testing";
import type { LogEntry } from "@pergola/observability";
import { describe, expect, it } from "vitest";
import type { Frame } from "./flows.test-helper.ts";
import { errorOf, openPage, serveScript } from "./served.test-helper.ts";
import { type Line, type LogClient, serveObserved, watchLog } from "./telemetry.test-helper.ts";

const finished = ({ message }: Line) => message === "Run completed";
const says = (text: string) => (line: Line) => line.message === text;
const is = (type: string) => (frame: Frame) => frame.type === type;
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};
const users = (client: LogClient) => new Set(client.lines().map(({ userId }) => userId));

describe("who watches the log", () => {
  it("sees the lines of their own runs and of nobody else's, live and of before", async () => {
    await using served = await serveObserved(["Hello Ada.", "Hello Bob.", "Hello again."]);
    const [ada, bob] = [await openPage(served.url), await openPage(served.url)];
    const page = ({ cookie, origin }: typeof ada) => ({
      origin,
      headers: { cookie, "x-forwarded-for": "10.0.0.9" },
    });
    using asAda = await watchLog(served.url, page(ada));
    const first = await served.chat("I am Ada.", page(ada).headers);
    await asAda.has(finished);
    await served.chat("I am Bob.", page(bob).headers);
    served.log.info("The server says something.");
    using asBob = await watchLog(served.url, page(bob));
    const [own] = await asBob.has(finished);
    const again = await served.chat("I am Ada.", page(ada).headers);
    const ends = await asAda.has(finished, 2);
    expect(ends.map(({ runId }) => runId)).toEqual([first, again]);
    expect([users(asAda).size, users(asBob)]).toEqual([1, new Set([own?.userId])]);
    expect(own?.userId).not.toBe(ends[0]?.userId);
    expect(ends[0]?.fields).toBeUndefined();
  });

  it.each([
    ["abc-123", "abc-123"],
    ["two words", undefined],
    ["x".repeat(129), undefined],
  ])("follows a request by its X-Trace-ID, else by the id of the request: %s", async (given, expected) => {
    await using served = await serveObserved(["Hello."]);
    using watcher = await watchLog(served.url);
    const response = await served.request("/v1/chat/completions", {
      headers: { "x-trace-id": given },
      json: { model: "assistant", messages: [{ role: "user", content: "Hi." }] },
    });
    const traceId = expected ?? response.headers.get("x-request-id");
    expect([response.status, response.headers.get("x-trace-id")]).toEqual([200, traceId]);
    await watcher.has(finished);
    const lines = watcher.lines().filter(({ runId }) => runId !== undefined);
    expect(new Set(lines.map((line) => line.traceId))).toEqual(new Set([traceId]));
  });

  it("sees the server's own lines only as the operator, who sees no user's either", async () => {
    await using served = await serveObserved(["Hello Ada."]);
    const ada = await openPage(served.url);
    using operator = await watchLog(served.url);
    using proxied = await watchLog(served.url, { headers: { "x-forwarded-for": "10.0.0.9" } });
    await served.chat("I am Ada.", { cookie: ada.cookie });
    served.log.info("The disk is nearly full.");
    served.log.info("Of a run that nobody is named for.", { runId: "r" });
    served.log.info("Of local.", { userId: "local", tenantId: "local" });
    served.log.info("Of local of another tenant.", { userId: "local", tenantId: "acme" });
    await operator.has(says("Of local."));
    await proxied.has(says("Of local."));
    expect(operator.lines().map(({ message }) => message)).toEqual(["The disk is nearly full.", "Of local."]);
    expect(operator.lines()[0]?.fields).toMatchObject({ pid: process.pid });
    expect(proxied.lines().map(({ message }) => message)).toEqual(["Of local."]);
  });

  it("is the operator with the token, wherever from, and nobody without", async () => {
    await using served = await serveObserved([], { token: "secret" });
    served.log.info("The disk is nearly full.");
    const headers = { authorization: "Bearer secret", "x-forwarded-for": "10.0.0.9" };
    using client = await watchLog(served.url, { headers });
    await client.has(says("The disk is nearly full."));
    expect((await errorOf(await served.request("/v1/logs"))).code).toBe("UNAUTHORIZED");
  });

  it("chooses by level, component, resource and run, and changes the choice", async () => {
    await using served = await serveObserved(["Hello.", "Hello."]);
    using client = await watchLog(served.url, { filter: { level: "debug", components: ["run"] } });
    const runId = await served.chat("Hi");
    await client.has(finished);
    expect(new Set(client.lines().map(({ component }) => component))).toEqual(new Set(["run"]));
    await served.chat("Hi");
    await client.has(finished, 2);
    client.frames.length = 0;
    client.say({ type: "subscribe-logs", level: "debug", resources: ["llm"], runId });
    const calls = await client.has(({ component }) => component === "resource", 2);
    expect(calls.map(({ message, runId: of }) => [message, of])).toEqual([
      ["Model call started", runId],
      ["Model call finished", runId],
    ]);
    expect(client.lines()).toHaveLength(2);
    client.say({ type: "unsubscribe-logs" });
    await client.until(is("logs-unsubscribed"));
    client.say({ type: "subscribe-logs", levels: "debug" });
    expect(await client.until(is("error"))).toMatchObject({ error: { code: "INVALID_REQUEST" } });
  });

  it("gets the latest lines over HTTP too", async () => {
    await using served = await serveObserved(["Hello."]);
    const runId = await served.chat("Hi");
    await turns(5);
    const query = `level=debug&component=run,resource&resource=llm&run=${runId}&limit=1`;
    const { data } = (await (await served.request(`/v1/logs?${query}`)).json()) as { data: Line[] };
    expect(data).toMatchObject([{ message: "Model call finished", runId, seq: expect.any(Number) }]);
    expect((await errorOf(await served.request("/v1/logs?component=disk"))).code).toBe("INVALID_REQUEST");
  });

  it("is told when there is no log", async () => {
    await using served = await serveScript([]);
    using client = await watchLog(served.url);
    expect(client.frames).toMatchObject([{ type: "error", error: { code: "TELEMETRY_OFF" } }]);
    expect((await served.request("/v1/logs")).status).toBe(404);
  });
});

describe("many watchers", () => {
  it("are 50 at most, and the place of one that is gone is free again", async () => {
    await using served = await serveObserved([], { limits: { maxSocketsPerUser: 60 } });
    const clients = await Promise.all(Array.from({ length: 50 }, () => watchLog(served.url)));
    served.log.info("All see it.");
    await Promise.all(clients.map((client) => client.has(says("All see it."))));
    using late = await watchLog(served.url);
    expect(late.frames).toMatchObject([{ error: { code: "SERVER_BUSY", details: { limit: 50 } } }]);
    clients[0]?.say({ type: "subscribe-logs", level: "error" });
    await clients[0]?.until((frame) => frame.type === "logs-subscribed" && frame.level === "error");
    clients[1]?.socket.terminate();
    await clients[1]?.closed;
    await turns(10);
    late.frames.length = 0;
    late.say({ type: "subscribe-logs" });
    await late.has(says("All see it."));
    for (const client of clients) client[Symbol.dispose]();
  });

  it("say goodbye with the server, which then reads the log no more", async () => {
    const served = await serveObserved([]);
    using client = await watchLog(served.url);
    expect(served.live.clients).toBe(1);
    await served[Symbol.asyncDispose]();
    expect(await client.closed).toBe(1001);
    expect(served.live.clients).toBe(0);
  });
});

it("a reader that is too slow holds up nobody: it loses the oldest lines, and is told how many", async () => {
  const clock = createVirtualClock();
  await using served = await serveObserved([], { clock, limits: { maxSocketLogLines: 10 } });
  const line: LogEntry = { at: 0, level: "info", component: "server", message: "x".repeat(1_000_000) };
  const { signal } = new AbortController();
  const write = async (count: number, given: Partial<LogEntry> = {}) => {
    for (let index = 0; index < count; index++) await served.live.write({ ...line, ...given }, { signal });
    await turns(2);
    await clock.advance(100);
  };
  using slow = await watchLog(served.url);
  using quick = await watchLog(served.url);
  slow.socket.pause();
  await write(10);
  await quick.has(() => true, 10);
  await write(25, { message: "later" });
  expect(quick.frames.at(-1)).toMatchObject({ dropped: 15 });
  await quick.has(says("later"), 10);
  slow.socket.resume();
  await slow.has(({ message }) => message !== "later", 10);
  await turns(20);
  await write(1, { message: "last" });
  const [last] = await slow.has(says("last"));
  expect(slow.frames.at(-1)).toMatchObject({ dropped: 16 });
  expect(last?.seq).toBe(36);
  expect(slow.lines().filter(says("later"))).toHaveLength(9);
});
