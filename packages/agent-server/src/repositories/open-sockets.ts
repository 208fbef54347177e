import type { Clock } from "@pergola/core";
import type { Caller } from "../domain/caller.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import { serverErrors } from "../errors.ts";

/** A WebSocket that is open. */
export interface OpenSocket {
  readonly caller: Caller;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  /** Says goodbye. */
  close(): void;
  /** Cuts the connection. */
  terminate(): void;
}

type SocketLimits = Pick<ServerLimits, "maxSockets" | "maxSocketsPerUser">;

/** How long clients get to answer the goodbye, in milliseconds. */
const GOODBYE_MS = 1_000;

/** The WebSockets that are open: at most so many, all of them, and for each user. */
export class OpenSockets {
  readonly #limits: SocketLimits;
  readonly #clock: Clock;
  readonly #sockets = new Set<OpenSocket>();

  constructor(limits: SocketLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** @throws SERVER_BUSY, USER_BUSY when one more is too many */
  requireRoom({ tenantId, userId }: Caller): void {
    const { maxSockets, maxSocketsPerUser } = this.#limits;
    const own = [...this.#sockets].filter(
      ({ caller }) => caller.tenantId === tenantId && caller.userId === userId,
    );
    if (own.length >= maxSocketsPerUser) throw busy("USER_BUSY", "You have", maxSocketsPerUser);
    if (this.#sockets.size >= maxSockets) throw busy("SERVER_BUSY", "The server has", maxSockets);
  }

  add(socket: OpenSocket): void {
    this.#sockets.add(socket);
    void socket.closed.then(() => this.#sockets.delete(socket));
  }

  /** Says goodbye to all, and cuts those that do not answer. */
  async close(): Promise<void> {
    const sockets = [...this.#sockets];
    const cancel = this.#clock.setTimer(GOODBYE_MS, () => this.terminate());
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map(({ closed }) => closed));
    cancel();
  }

  /** Cuts all. */
  terminate(): void {
    for (const socket of this.#sockets) socket.terminate();
  }
}

function busy(code: "USER_BUSY" | "SERVER_BUSY", who: string, limit: number) {
  return serverErrors.create(code, {
    message: `${who} ${limit} WebSockets open, and no room for more.`,
    hint: "Close one, or try again in a moment; the operator can raise limits.maxSockets and limits.maxSocketsPerUser.",
    details: { limit, retryAfterMs: 5_000 },
  });
}
