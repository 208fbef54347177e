import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { consoleLog, createRunLogger } from "../index.ts";
import type { LogEntry } from "./log-entry.ts";

class Terminal extends EventEmitter {
  text = "";
  isFull = false;
  write(text: string): boolean {
    this.text += text;
    return !this.isFull;
  }
}

const entry: LogEntry = {
  at: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  level: "warn",
  component: "tool",
  message: "Tool failed",
  tool: "clock",
  durationMs: 12.345,
  tokens: { input: 3, output: 4 },
  fields: { hostname: "h", pid: 1, note: "two words" },
};

async function shown(given: LogEntry, options: Parameters<typeof consoleLog>[0] = {}) {
  const stream = new Terminal();
  await consoleLog({ stream, ...options }).write(given, { signal: new AbortController().signal });
  return stream.text;
}

it("a line for people has the time, the level and what it is about", async () => {
  expect(await shown(entry)).toBe(
    '03:04:05.006 WARN  tool     Tool failed took=12.3ms tokens=3+4 tool=clock note="two words"\n',
  );
});

it("what others wrote neither begins a line nor paints anything", async () => {
  const message = "ok\n03:04:05 INFO  run      Run completed \u001b[31m\u009b2J\u2028";
  const text = await shown({ ...entry, message, fields: { "a\nb": "c\nd" } });
  expect(text.split("\n")).toHaveLength(2);
  for (const char of ["\u001b", "\u009b", "\u2028"]) expect(text).not.toContain(char);
});

it("a line for programs is one JSON object, its time first", async () => {
  const text = await shown(entry, { format: "json" });
  expect(text.startsWith('{"time":"2026-01-02T03:04:05.006Z","level":"warn"')).toBe(true);
  expect(JSON.parse(text)).toMatchObject({ tool: "clock", fields: { pid: 1 } });
});

it("there is color only when it is wanted", async () => {
  expect(await shown(entry, { colors: true })).toContain("\u001b[33mWARN \u001b[0m");
  expect(await shown(entry)).not.toContain("\u001b");
});

it("a terminal that is full is waited for, by the log alone, and nothing stays behind", async () => {
  const stream = new Terminal();
  stream.isFull = true;
  const log = createRunLogger({ outputs: [consoleLog({ stream })] });
  for (const message of ["one", "two"]) log.info(message);
  const closed = log.close();
  await Promise.resolve();
  expect(stream.text.match(/\n/g)).toHaveLength(1);
  stream.isFull = false;
  stream.emit("drain");
  await closed;
  expect(stream.text.match(/\n/g)).toHaveLength(2);
  expect(stream.eventNames()).toEqual([]);
});

it("a terminal that breaks loses its lines, and that is told", async () => {
  const stream = new Terminal();
  stream.isFull = true;
  const log = createRunLogger({ outputs: [consoleLog({ stream })] });
  log.info("one");
  const closed = log.close();
  await Promise.resolve();
  stream.emit("error", new Error("EPIPE"));
  await closed;
  expect(log.outputs().console).toMatchObject({ written: 0, dropped: 1 });
});
