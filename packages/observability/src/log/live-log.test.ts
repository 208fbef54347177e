import { expect, it } from "vitest";
import { createRunLogger, type LiveLogClient, type LogEntry, liveLog } from "../index.ts";

const line = (message: string, rest: Partial<LogEntry> = {}): LogEntry => ({
  at: 0,
  level: "info",
  component: "run",
  message,
  ...rest,
});
const { signal: never } = new AbortController();

async function read(client: LiveLogClient): Promise<string[]> {
  const messages: string[] = [];
  for await (const { message } of client) messages.push(message);
  return messages;
}

it("each reader gets what is written from then on, of the lines that it wants", async () => {
  const live = liveLog();
  const log = createRunLogger({ outputs: [live] });
  const all = live.subscribe();
  const tools = live.subscribe({ components: ["tool"] });
  const bad = live.subscribe({ level: "error" });
  log.debug("hidden");
  log.info("one");
  log.error("two", { tool: "clock" });
  await log.close();
  expect(await Promise.all([all, tools, bad].map(read))).toEqual([["one", "two"], ["two"], ["two"]]);
  expect(live.clients).toBe(0);
});

it("takes fifty readers and no more, until one leaves", async () => {
  const live = liveLog();
  const clients = Array.from({ length: 50 }, () => live.subscribe());
  expect(() => live.subscribe()).toThrow(
    expect.objectContaining({ code: "LOG_CLIENTS_FULL", details: { maxClients: 50 } }),
  );
  await clients[7]?.return?.();
  expect(live.clients).toBe(49);
  live.subscribe();
  expect(live.clients).toBe(50);
});

it("a reader that is slow loses the oldest lines, and is told how many; the others lose nothing", async () => {
  const live = liveLog({ bufferSize: 3 });
  const slow = live.subscribe();
  const quick = live.subscribe();
  const got: string[] = [];
  for (const message of ["a", "b", "c", "d", "e"]) {
    const next = quick.next();
    live.write(line(message), { signal: never });
    got.push((await next).value?.message ?? "");
  }
  await live.close?.();
  expect([got, quick.dropped]).toEqual([["a", "b", "c", "d", "e"], 0]);
  expect([await read(slow), slow.dropped]).toEqual([["c", "d", "e"], 2]);
});

it("a reader whose signal fires rejects with its reason, waiting or not, and makes room", async () => {
  const live = liveLog({ maxClients: 1 });
  const stop = new AbortController();
  const client = live.subscribe({ signal: stop.signal });
  const waiting = client.next();
  stop.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  await expect(client.next()).rejects.toThrow("gone");
  expect(live.clients).toBe(0);
  await expect(live.subscribe({ signal: stop.signal }).next()).rejects.toThrow("gone");
  expect(live.clients).toBe(0);
});

it("who leaves the loop is gone, and what was not read with him", async () => {
  const live = liveLog();
  const client = live.subscribe();
  for (const message of ["a", "b"]) live.write(line(message), { signal: never });
  for await (const { message } of client) {
    expect(message).toBe("a");
    break;
  }
  expect([live.clients, await client.next()]).toEqual([0, { done: true, value: undefined }]);
});
