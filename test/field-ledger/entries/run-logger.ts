import { EventEmitter } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import {
  type ConsoleLogOptions,
  consoleLog,
  createRunLogger,
  type FileLogOptions,
  fileLog,
  type LiveLogOptions,
  type LiveLogSubscription,
  type LogEntry,
  type LogOutput,
  type LogSelection,
  liveLog,
  type PinoLogOptions,
  pinoLog,
  type RunLog,
  type RunLoggerOptions,
} from "@pergola/observability";
import { z } from "zod";
import { entry, type Ledger, type LedgerEntry } from "../ledger.ts";
import { codeOf } from "../probes/using.ts";

const scope = { tenantId: "local", userId: "ada", agentId: "host" };
const selectionShape = {
  level: z.enum(["debug", "info", "warn", "error"]),
  components: z.custom<LogSelection["components"]>(),
  resources: z.custom<LogSelection["resources"]>(),
} satisfies Record<keyof LogSelection, z.ZodType>;

/** A few lines about different things, and what a tool was given. */
async function play(log: RunLog) {
  log.debug("detail", { resource: "llm" });
  log.info("news", { tool: "clock" });
  log.warn("careful", { resource: "database" });
  const at = { runId: "r", seq: 0, at: 0 };
  const event: RunEvent = {
    ...at,
    type: "tool-started",
    callId: "c",
    tool: "clock",
    arguments: { zone: "UTC" },
  };
  log.observe(event, { id: "r", scope });
  await log.close();
}

/** The lines that some output was given, without what differs from run to run. */
async function kept(options: RunLoggerOptions = {}) {
  const entries: LogEntry[] = [];
  const output: LogOutput = { level: "debug", write: (line) => void entries.push(line) };
  await play(createRunLogger({ outputs: [output], host: false, clock: createVirtualClock(), ...options }));
  return entries.map((line) => ({ ...line, fields: Object.keys(line.fields ?? {}) }));
}

class Screen extends EventEmitter {
  text = "";
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

async function onScreen(options: Omit<ConsoleLogOptions, "stream">) {
  const stream = new Screen();
  await play(
    createRunLogger({
      host: false,
      clock: createVirtualClock(),
      outputs: [consoleLog({ stream, ...options })],
    }),
  );
  return stream.text;
}

/** The files that a log leaves behind: names and messages. */
async function onDisk(options: FileLogOptions, days = 0) {
  const folder = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  try {
    const clock = createVirtualClock(Date.now());
    const own = { path: join(folder, "agent.jsonl"), clock, ...options };
    const output = fileLog(own.path.startsWith(folder) ? own : { ...own, path: join(folder, own.path) });
    await play(createRunLogger({ host: false, clock: createVirtualClock(), outputs: [output] }));
    await clock.advance(days * 86_400_000);
    await play(createRunLogger({ host: false, clock: createVirtualClock(), outputs: [output] }));
    const names = (await readdir(folder)).sort();
    return await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a slow reader of a live log gets, and what it loses. */
async function watched(options: LiveLogOptions, subscription: LiveLogSubscription = {}) {
  const live = liveLog(options);
  const client = live.subscribe(subscription);
  await play(createRunLogger({ host: false, clock: createVirtualClock(), outputs: [live] }));
  const messages: string[] = [];
  try {
    for await (const { message } of client) messages.push(message);
  } catch (error) {
    messages.push(String(error));
  }
  return { messages, dropped: client.dropped };
}

async function throughPino(options: Omit<PinoLogOptions, "target" | "options">, file = "one.log") {
  const folder = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  try {
    const output = pinoLog({ target: "pino/file", options: { destination: join(folder, file) }, ...options });
    await play(createRunLogger({ host: false, clock: createVirtualClock(), outputs: [output] }));
    const names = await readdir(folder);
    return await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const selectionEntries = (see: (selection: LogSelection) => unknown): readonly LedgerEntry[] => [
  entry("level", ["debug", "warn"] as const, (level) => see({ level })),
  entry("components", [["tool"], ["resource"]] as const, (components) => see({ components })),
  entry("resources", [["llm"], ["database"]], (resources) => see({ level: "debug", resources })),
];

/** Options of the log of runs and of its outputs. */
export const runLoggerLedgers: readonly Ledger[] = [
  {
    name: "createRunLogger()",
    schema: z.strictObject({
      outputs: z.custom<RunLoggerOptions["outputs"]>(),
      content: z.boolean(),
      enrich: z.custom<RunLoggerOptions["enrich"]>(),
      host: z.boolean(),
      closeTimeoutMs: z.number(),
      clock: z.custom<RunLoggerOptions["clock"]>(),
    } satisfies Record<keyof RunLoggerOptions, z.ZodType>),
    entries: [
      entry("outputs", ["one", "two"], (name) => {
        const log = createRunLogger({ outputs: [{ name, write() {} }] });
        return Object.keys(log.outputs());
      }),
      entry("content", [false, true], (content) => kept({ content })),
      entry("enrich", ["a", "b"], (name) => kept({ enrich: () => ({ [name]: 1 }) })),
      entry("host", [false, true], (host) => kept({ host })),
      entry("closeTimeoutMs", [10, 90], async (closeTimeoutMs) => {
        const clock = createVirtualClock();
        const log = createRunLogger({
          clock,
          closeTimeoutMs,
          outputs: [{ write: () => new Promise(() => {}) }],
        });
        log.info("stuck");
        let isOver = false;
        void log.close().then(() => {
          isOver = true;
        });
        await clock.advance(50);
        return isOver;
      }),
      entry("clock", [1, 2], (at) => kept({ clock: createVirtualClock(at) })),
    ],
  },
  {
    name: "consoleLog()",
    schema: z.strictObject({
      ...selectionShape,
      format: z.enum(["human", "json"]),
      stream: z.custom<ConsoleLogOptions["stream"]>(),
      colors: z.boolean(),
    } satisfies Record<keyof ConsoleLogOptions, z.ZodType>),
    entries: [
      ...selectionEntries(onScreen),
      entry("format", ["human", "json"] as const, (format) => onScreen({ format })),
      entry("stream", [true, false], async (isGiven) => {
        const [given, other] = [new Screen(), new Screen()];
        const output = consoleLog({ stream: isGiven ? given : other });
        await play(createRunLogger({ outputs: [output] }));
        return given.text === "";
      }),
      entry("colors", [false, true], (colors) => onScreen({ colors })),
    ],
  },
  {
    name: "fileLog()",
    schema: z.strictObject({
      ...selectionShape,
      path: z.string(),
      format: z.enum(["human", "json"]),
      maxBytes: z.number(),
      backups: z.number(),
      daily: z.boolean(),
      delivery: z.custom<FileLogOptions["delivery"]>(),
      clock: z.custom<FileLogOptions["clock"]>(),
    } satisfies Record<keyof FileLogOptions, z.ZodType>),
    entries: [
      ...selectionEntries(onDisk),
      entry("path", ["one.jsonl", "two.jsonl"], (path) => onDisk({ path })),
      entry("format", ["human", "json"] as const, (format) => onDisk({ format })),
      entry("maxBytes", [200, 10_000], (maxBytes) => onDisk({ maxBytes })),
      entry("backups", [1, 3], (backups) => onDisk({ maxBytes: 200, backups })),
      entry("daily", [false, true], (daily) => onDisk({ daily }, 1)),
      entry("delivery", [1, 100], (bufferSize) => onDisk({ delivery: { bufferSize } })),
      entry("clock", [0, 2], (days) => onDisk({ daily: true }, days)),
    ],
  },
  {
    name: "liveLog()",
    schema: z.strictObject({
      ...selectionShape,
      maxClients: z.number(),
      bufferSize: z.number(),
    } satisfies Record<keyof LiveLogOptions, z.ZodType>),
    entries: [
      ...selectionEntries(watched),
      entry("maxClients", [1, 2], (maxClients) => {
        const live = liveLog({ maxClients });
        live.subscribe();
        return codeOf((async () => void live.subscribe())());
      }),
      entry("bufferSize", [1, 10], (bufferSize) => watched({ bufferSize })),
    ],
  },
  {
    name: "liveLog().subscribe()",
    schema: z.strictObject({
      ...selectionShape,
      signal: z.custom<AbortSignal>(),
    } satisfies Record<keyof LiveLogSubscription, z.ZodType>),
    entries: [
      ...selectionEntries((selection) => watched({ level: "debug" }, selection)),
      entry("signal", ["one", "two"], (reason) =>
        watched({}, { signal: AbortSignal.abort(new Error(reason)) }),
      ),
    ],
  },
  {
    name: "pinoLog()",
    schema: z.strictObject({
      ...selectionShape,
      target: z.string(),
      options: z.custom<PinoLogOptions["options"]>(),
    } satisfies Record<keyof PinoLogOptions, z.ZodType>),
    entries: [
      ...selectionEntries(throughPino),
      entry("target", ["pino/file", "no-such-transport"], async (target) => {
        const output = pinoLog({ target, options: { destination: "/dev/null" } });
        const log = createRunLogger({ closeTimeoutMs: 2_000, outputs: [output] });
        await play(log);
        return log.outputs();
      }),
      entry("options", ["one.log", "two.log"], (file) => throughPino({}, file)),
    ],
  },
];
