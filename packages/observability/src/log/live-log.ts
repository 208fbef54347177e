import { checkOptions, integerFrom } from "../check-options.ts";
import { observabilityErrors } from "../errors.ts";
import { LiveClient, type LiveLogClient } from "./live-client.ts";
import type { LogOutput, LogSelection } from "./log-output.ts";
import { SELECTION_RULES, selectionOf } from "./selection-rules.ts";

export interface LiveLogOptions extends LogSelection {
  /** Most readers at a time. Default 50. */
  readonly maxClients?: number;
  /** Lines that wait for a reader; the oldest are dropped for newer ones. Default 1 000. */
  readonly bufferSize?: number;
}

export interface LiveLogSubscription extends LogSelection {
  /** When it fires reading rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** A log that is watched while it is written, for example over a WebSocket. */
export interface LiveLog extends LogOutput {
  readonly clients: number;
  /** Reads from now on. The level of the output stands above that of the reader. @throws LOG_CLIENTS_FULL, OBSERVABILITY_OPTION_INVALID */
  subscribe(options?: LiveLogSubscription): LiveLogClient;
}

/** Lines for whoever watches. @throws OBSERVABILITY_OPTION_INVALID */
export function liveLog(options: LiveLogOptions = {}): LiveLog {
  checkOptions("liveLog", options, {
    ...SELECTION_RULES,
    maxClients: integerFrom(1, 10_000),
    bufferSize: integerFrom(1),
  });
  const { maxClients = 50, bufferSize = 1_000 } = options;
  const clients = new Set<LiveClient>();
  return {
    name: "live",
    ...selectionOf(options),
    delivery: { flushMs: 0 },
    get clients() {
      return clients.size;
    },
    write(entry) {
      for (const client of clients) client.push(entry);
    },
    async close() {
      for (const client of clients) client.end();
    },
    subscribe({ signal, ...selection } = {}) {
      checkOptions("subscribe", selection, SELECTION_RULES);
      if (clients.size >= maxClients) throw clientsFull(maxClients);
      const level = selection.level ?? options.level ?? "info";
      const client = new LiveClient({
        selection: { ...selection, level },
        bufferSize,
        ...(signal && { signal }),
        onEnd: () => void clients.delete(client),
      });
      if (signal?.aborted !== true) clients.add(client);
      return client;
    },
  };
}

function clientsFull(maxClients: number) {
  return observabilityErrors.create("LOG_CLIENTS_FULL", {
    message: `The live log has ${maxClients} readers, and takes no more than that.`,
    hint: "End a reader that is no longer needed, or raise maxClients of liveLog().",
    details: { maxClients },
  });
}
