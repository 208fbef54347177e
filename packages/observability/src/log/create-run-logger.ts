import { hostname } from "node:os";
import {
  type Clock,
  type LogFields,
  type Logger,
  type ObservedRun,
  type RunEvent,
  systemClock,
} from "@pergola/core";
import { checkOptions } from "../check-options.ts";
import type { DeliveryStats } from "../delivery/delivery.ts";
import type { ObservedFlowEvent } from "../events/flow-event.ts";
import { CallTexts } from "./call-texts.ts";
import { consoleLog } from "./console-log.ts";
import { fieldsOfEvent, lineOfEvent } from "./line-of-event.ts";
import { lineOfFields } from "./line-of-fields.ts";
import { lineOfFlowEvent } from "./line-of-flow-event.ts";
import type { LogEntry, LogLine } from "./log-entry.ts";
import type { LogLevel } from "./log-level.ts";
import { RUN_LOGGER_RULES, type RunLoggerOptions } from "./log-options.ts";
import { messageText } from "./message-text.ts";
import { OpenStages } from "./open-stages.ts";
import { OutputSet } from "./output-set.ts";
import { plainFields } from "./plain-fields.ts";
import type { RunLog } from "./run-log.ts";

/** Makes a log. It closes its outputs when it is closed. @throws OBSERVABILITY_OPTION_INVALID */
export function createRunLogger(options: RunLoggerOptions = {}): RunLog {
  checkOptions("createRunLogger", options, RUN_LOGGER_RULES);
  return new OutputLog(options);
}

class OutputLog implements RunLog {
  /** Texts are measured as they come. */
  readonly deltas = true;
  readonly #options: RunLoggerOptions;
  readonly #clock: Clock;
  readonly #outputs: OutputSet;
  readonly #texts: CallTexts;
  readonly #stages = new OpenStages();
  readonly #host: LogFields | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: RunLoggerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#outputs = new OutputSet(options.outputs ?? [consoleLog()], this.#clock);
    this.#texts = new CallTexts({
      keepsText: options.content === true,
      measuresPrompts: this.#outputs.listensTo("debug"),
    });
    this.#host = options.host === false ? undefined : { hostname: hostname(), pid: process.pid };
  }

  observe(event: RunEvent, run: ObservedRun): void {
    if (this.#closing !== undefined) return;
    const line = lineOfEvent(event, run, { texts: this.#texts, stages: this.#stages });
    if (line === undefined || !this.#outputs.listensTo(line.level)) return;
    this.#push(event.at, safe(line), run, fieldsOfEvent(event));
  }

  readonly onFlowEvent = (event: ObservedFlowEvent): void => {
    const told = lineOfFlowEvent(event);
    if (this.#closing !== undefined || told === undefined || !this.#outputs.listensTo(told.line.level))
      return;
    const { errorMessage } = told.line;
    const line = {
      ...told.line,
      ...(errorMessage !== undefined && { errorMessage: messageText(errorMessage) }),
    };
    this.#push(event.ts, line, undefined, told.fields);
  };

  debug(message: string, fields?: LogFields): void {
    this.log("debug", message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.log("info", message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.log("warn", message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.log("error", message, fields);
  }

  child(fields: LogFields): Logger {
    return childOf(this, fields);
  }

  log(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (this.#closing !== undefined || !this.#outputs.listensTo(level)) return;
    const { line, rest } = lineOfFields(plainFields(fields));
    const { runId = "", step = "", stage = this.#stages.of(runId, step) } = line;
    const told = {
      level,
      message: messageText(message),
      ...line,
      ...(stage !== undefined && { stage }),
    };
    this.#push(this.#clock.now(), told, undefined, rest);
  }

  outputs(): Readonly<Record<string, DeliveryStats>> {
    return this.#outputs.stats();
  }

  close(): Promise<void> {
    this.#closing ??= this.#outputs.close(this.#options.closeTimeoutMs ?? 5_000);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #push(at: number, line: LogLine, run: ObservedRun | undefined, given?: LogFields): void {
    const fields = { ...this.#host, ...this.#enriched(run), ...given };
    const entry: LogEntry = Object.keys(fields).length === 0 ? { at, ...line } : { at, ...line, fields };
    this.#outputs.push(Object.freeze(entry));
  }

  #enriched(run: ObservedRun | undefined): LogFields | undefined {
    if (this.#options.enrich === undefined) return undefined;
    try {
      return plainFields(this.#options.enrich(run));
    } catch {
      return undefined;
    }
  }
}

/** What was said, and what errors say, comes from events of anybody. */
function safe(line: LogLine): LogLine {
  const { content, errorMessage } = line;
  return {
    ...line,
    ...(content !== undefined && { content: plainFields(content) }),
    ...(errorMessage !== undefined && { errorMessage: messageText(errorMessage) }),
  };
}

function childOf(log: OutputLog, outer: LogFields): Logger {
  const write = (level: LogLevel) => (message: string, fields?: LogFields) =>
    log.log(level, message, fields === undefined ? outer : { ...outer, ...fields });
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => childOf(log, { ...outer, ...fields }),
  };
}
