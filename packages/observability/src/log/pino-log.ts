import { once } from "node:events";
import { checkOptions } from "../check-options.ts";
import { observabilityErrors } from "../errors.ts";
import type { LogEntry } from "./log-entry.ts";
import { levelRank } from "./log-level.ts";
import type { LogOutput, LogSelection } from "./log-output.ts";
import { SELECTION_RULES, selectionOf } from "./selection-rules.ts";
import { type TextStream, writeText } from "./write-text.ts";

export interface PinoLogOptions extends LogSelection {
  /** Package or absolute path of the transport, for example `pino-loki`. */
  readonly target: string;
  /** What the transport is given. Default: nothing. */
  readonly options?: Readonly<Record<string, unknown>>;
}

type Transport = TextStream & NodeJS.EventEmitter & { end(): void };

/** Lines for a transport of pino, in a worker. `pino` is loaded with the first line. @throws OBSERVABILITY_OPTION_INVALID */
export function pinoLog(options: PinoLogOptions): LogOutput {
  checkOptions("pinoLog", options, {
    ...SELECTION_RULES,
    target: {
      expected: "the name of a transport",
      fits: (value) => typeof value === "string" && value !== "",
    },
    options: { expected: "an object", fits: (value) => typeof value === "object" && value !== null },
  });
  let transport: Promise<Transport> | undefined;
  const write = async (entries: readonly LogEntry[], signal: AbortSignal) => {
    transport ??= openTransport(options);
    const text = entries.map((entry) => `${pinoLine(entry)}\n`).join("");
    try {
      await writeText(await transport, text, signal);
    } catch (error) {
      // What is broken is opened anew for the next lines; what is only slow stays.
      if (!signal.aborted) transport = undefined;
      throw error;
    }
  };
  return {
    name: "pino",
    ...selectionOf(options),
    write: (entry, { signal }) => write([entry], signal),
    writeAll: (entries, { signal }) => write(entries, signal),
    async close() {
      const opened = await transport;
      if (opened === undefined) return;
      const closed = once(opened, "close");
      opened.end();
      await closed;
    },
  };
}

async function openTransport({ target, options = {} }: PinoLogOptions): Promise<Transport> {
  const { pino } = await import("pino").catch((cause) => {
    throw observabilityErrors.create("PINO_NOT_INSTALLED", {
      message: `pinoLog() was given the transport "${target}", and the package pino cannot be loaded.`,
      hint: "Install it: npm install pino",
      cause,
    });
  });
  const transport = pino.transport({ target, options: { ...options } }) as Transport;
  // Without a listener an error of the worker would end the process; the write that it breaks tells of it.
  transport.on("error", () => {});
  return transport;
}

/** As pino writes it: level as a number, `time` in epoch milliseconds, `msg`. */
function pinoLine({ at, level, message, fields, ...entry }: LogEntry): string {
  return JSON.stringify({ level: levelRank(level), time: at, ...fields, ...entry, msg: message });
}
