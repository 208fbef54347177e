import { type Clock, sleep } from "@pergola/core";
import { Delivery, type DeliveryStats, deliveryOptions } from "../delivery/delivery.ts";
import { freeName } from "../delivery/free-name.ts";
import { type CountingReceiver, oneByOne, wholeBatches } from "../delivery/receiver.ts";
import type { LogEntry } from "./log-entry.ts";
import { type LogLevel, levelRank } from "./log-level.ts";
import { type LogOutput, wants } from "./log-output.ts";

interface Outgoing {
  readonly output: LogOutput;
  readonly delivery: Delivery<LogEntry>;
}

/** The outputs of a log, each with a buffer of its own. */
export class OutputSet {
  readonly #outputs = new Map<string, Outgoing>();
  readonly #clock: Clock;
  readonly #leastRank: number;

  constructor(outputs: readonly LogOutput[], clock: Clock) {
    this.#clock = clock;
    this.#leastRank = Math.min(...outputs.map(({ level = "info" }) => levelRank(level)));
    for (const output of outputs) {
      const options = { flushMs: 100, ...deliveryOptions(output.delivery ?? {}) };
      const delivery = new Delivery(receiverOf(output), options, clock);
      this.#outputs.set(freeName(this.#outputs, output.name ?? "output"), { output, delivery });
    }
  }

  /** Whether any output may want lines of that level. */
  listensTo(level: LogLevel): boolean {
    return levelRank(level) >= this.#leastRank;
  }

  push(entry: LogEntry): void {
    for (const { output, delivery } of this.#outputs.values()) if (wants(output, entry)) delivery.push(entry);
  }

  stats(): Readonly<Record<string, DeliveryStats>> {
    return Object.fromEntries(Array.from(this.#outputs, ([name, { delivery }]) => [name, delivery.stats]));
  }

  /** Never rejects: who cannot be closed in time is left. */
  async close(timeoutMs: number): Promise<void> {
    await Promise.all(Array.from(this.#outputs.values(), (each) => this.#close(each, timeoutMs)));
  }

  async #close({ output, delivery }: Outgoing, timeoutMs: number): Promise<void> {
    await delivery.close(timeoutMs);
    const isClosed = new AbortController();
    const closed = closeOf(output);
    const timeIsUp = sleep(timeoutMs, { signal: isClosed.signal, clock: this.#clock }).catch(() => {});
    await Promise.race([closed, timeIsUp]);
    isClosed.abort();
  }
}

/** Line by line, unless the output can take more. */
function receiverOf(output: LogOutput): CountingReceiver<LogEntry> {
  const writeAll = output.writeAll?.bind(output);
  return writeAll === undefined ? oneByOne(output.write.bind(output)) : wholeBatches({ write: writeAll });
}

/** Never rejects. */
async function closeOf(output: LogOutput): Promise<void> {
  try {
    await output.close?.();
  } catch {
    // The log is over: there is nobody to tell.
  }
}
