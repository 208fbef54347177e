import type { Clock, Logger } from "@pergola/core";
import type { LiveLogClient, LogEntry, LogFilter, LogFrame, LogFrameLine } from "@pergola/observability";
import { fits, type LogReader, maySee, shownTo } from "../domain/log-visibility.ts";
import type { ServedLogs } from "../domain/served-telemetry.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import { telemetryOff } from "../domain/telemetry-off.ts";
import { serverErrors } from "../errors.ts";
import { RecentLines } from "../repositories/recent-lines.ts";

/** Who looks at the log: one WebSocket. */
export interface LogWatcher extends LogReader {
  /** Whether it takes more now. What it cannot take waits, the latest lines first of all. */
  readonly isReady: boolean;
  send(frame: LogFrame): void;
}

export interface LogWatchesOptions {
  readonly logs: ServedLogs | undefined;
  readonly clock: Clock;
  /** Told when the log can be read no more. */
  readonly logger: Logger;
  readonly limits: Pick<ServerLimits, "maxLogWatchers" | "maxSocketLogLines" | "maxRecentLogLines">;
}

interface Watching {
  readonly watcher: LogWatcher;
  readonly filter: LogFilter;
  readonly waiting: RecentLines<LogFrameLine>;
  dropped: number;
  hasNews: boolean;
}

/** Time between two frames, in milliseconds. */
const FRAME_MS = 100;

/** Reads the log once, keeps its latest lines, and gives each watcher those that are theirs to see and that they want. */
export class LogWatches {
  readonly #options: LogWatchesOptions;
  readonly #recent: RecentLines<LogFrameLine>;
  readonly #watching = new Map<LogWatcher, Watching>();
  readonly #stop = new AbortController();
  #seq = 0;
  #cancelFrame: (() => void) | undefined;

  constructor(options: LogWatchesOptions) {
    this.#options = options;
    this.#recent = new RecentLines(options.limits.maxRecentLogLines);
  }

  /** Begins to read. @throws what subscribing throws */
  start(): void {
    const lines = this.#options.logs?.subscribe({ level: "debug", signal: this.#stop.signal });
    if (lines !== undefined) void this.#read(lines);
  }

  /** The latest lines that the reader may see and the filter asks for, oldest first. @throws TELEMETRY_OFF */
  recent(reader: LogReader, filter: LogFilter): readonly LogFrameLine[] {
    if (this.#options.logs === undefined) throw telemetryOff("logs");
    const wanted = this.#recent.list().filter((line) => maySee(reader, line) && fits(filter, line));
    return wanted.map((line) => shownTo(reader, line));
  }

  /**
   * Begins with the latest lines, or begins anew with another filter.
   *
   * @throws TELEMETRY_OFF, SERVER_BUSY when one more is too many
   */
  watch(watcher: LogWatcher, filter: LogFilter): void {
    const lines = this.recent(watcher, filter);
    this.#requireRoom(watcher);
    const waiting = new RecentLines<LogFrameLine>(this.#options.limits.maxSocketLogLines);
    const watching = { watcher, filter, waiting, dropped: 0, hasNews: true };
    this.#watching.set(watcher, watching);
    watcher.send({ type: "logs-subscribed", ...filter });
    for (const line of lines.slice(-this.#options.limits.maxSocketLogLines)) waiting.add(line);
    // Who asks again and again without reading is not sent all of it each time.
    if (watcher.isReady) this.#tellOne(watching);
    else this.#tellSoon();
  }

  /** @throws TELEMETRY_OFF */
  unwatch(watcher: LogWatcher): void {
    if (this.#options.logs === undefined) throw telemetryOff("logs");
    this.forget(watcher);
  }

  /** The watcher has gone. */
  forget(watcher: LogWatcher): void {
    this.#watching.delete(watcher);
  }

  /** Reads no more. */
  close(): void {
    this.#cancelFrame?.();
    this.#watching.clear();
    this.#stop.abort();
  }

  async #read(lines: LiveLogClient): Promise<void> {
    let lost = 0;
    try {
      for await (const line of lines) {
        if (lines.dropped > lost)
          for (const each of this.#watching.values()) each.dropped += lines.dropped - lost;
        lost = lines.dropped;
        this.#onLine(line);
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#options.logger.error("The log cannot be read any more.", { error });
    }
  }

  #onLine(entry: LogEntry): void {
    this.#seq++;
    const line = { ...withShortContent(entry), seq: this.#seq };
    this.#recent.add(line);
    for (const watching of this.#watching.values()) {
      const { watcher, filter, waiting } = watching;
      if (!maySee(watcher, line) || !fits(filter, line)) continue;
      if (waiting.isFull) watching.dropped++;
      waiting.add(shownTo(watcher, line));
      watching.hasNews = true;
      this.#tellSoon();
    }
  }

  #tellSoon(): void {
    this.#cancelFrame ??= this.#options.clock.setTimer(FRAME_MS, () => this.#tell());
  }

  #tell(): void {
    this.#cancelFrame = undefined;
    const behind = [...this.#watching.values()].filter(({ hasNews }) => hasNews);
    for (const watching of behind) if (watching.watcher.isReady) this.#tellOne(watching);
    if (behind.some(({ hasNews }) => hasNews)) this.#tellSoon();
  }

  #tellOne(watching: Watching): void {
    const { watcher, waiting, dropped } = watching;
    watching.hasNews = false;
    watcher.send({ type: "log-lines", lines: waiting.take(), dropped });
  }

  #requireRoom(watcher: LogWatcher): void {
    const { maxLogWatchers } = this.#options.limits;
    if (this.#watching.has(watcher) || this.#watching.size < maxLogWatchers) return;
    throw serverErrors.create("SERVER_BUSY", {
      message: `${maxLogWatchers} WebSockets watch the log, and there is no room for more.`,
      hint: "Close one, or try again in a moment; the operator can raise limits.maxLogWatchers.",
      details: { limit: maxLogWatchers, retryAfterMs: 5_000 },
    });
  }
}

/** What was said in a line is shown up to so many UTF-16 code units of JSON. */
const MAX_CONTENT_CHARS = 16_384;

function withShortContent(entry: LogEntry): LogEntry {
  const { content } = entry;
  if (content === undefined || JSON.stringify(content).length <= MAX_CONTENT_CHARS) return entry;
  return { ...entry, content: { isTooLarge: true } };
}
