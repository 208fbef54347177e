import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Clock } from "@pergola/core";
import type { FastifyReply } from "fastify";
import type { ServerLimits } from "../../domain/server-limits.ts";
import { serverErrors } from "../../errors.ts";
import type { ClientConnection } from "../client-connection.ts";

export interface EventStreamOptions {
  readonly reply: FastifyReply;
  readonly connection: ClientConnection;
  readonly limits: Pick<ServerLimits, "heartbeatMs" | "slowClientTimeoutMs">;
  readonly clock: Clock;
}

/**
 * Writes server-sent events. The answer begins with the first write, or with the first heartbeat: until then an error
 * can still be an HTTP status. A client that takes nothing for too long is given up.
 */
export class EventStreamWriter {
  readonly #options: EventStreamOptions;
  readonly #response: ServerResponse;
  #isBegun = false;
  #isEnded = false;
  #cancelHeartbeat: () => void;
  #draining: Promise<void> | undefined;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#response = options.reply.raw;
    this.#cancelHeartbeat = this.#armHeartbeat();
    options.connection.signal.addEventListener("abort", () => this.#cancelHeartbeat(), { once: true });
  }

  /** Whether the status line has been sent. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Sends text as it is; resolves when the client has room for more, and at once when it has gone. */
  async write(text: string): Promise<void> {
    if (this.#isEnded || this.#options.connection.signal.aborted) return;
    this.#begin();
    if (!this.#response.write(text)) this.#draining ??= this.#drain();
    await this.#draining;
  }

  /** Completes the answer if it has begun; what is written later goes nowhere. @param last text to end with */
  end(last?: string): void {
    this.#cancelHeartbeat();
    if (this.#isEnded) return;
    this.#isEnded = true;
    if (this.#isBegun && !this.#response.destroyed) this.#response.end(last);
  }

  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    const { reply } = this.#options;
    reply.hijack();
    this.#response.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders),
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
  }

  #armHeartbeat(): () => void {
    const { clock, limits } = this.#options;
    return clock.setTimer(limits.heartbeatMs, () => {
      this.#cancelHeartbeat = this.#armHeartbeat();
      if (this.#draining === undefined) void this.write(": keep-alive\n\n");
    });
  }

  /** Waits until the socket has taken what was written. */
  #drain(): Promise<void> {
    const { clock, limits, connection } = this.#options;
    const response = this.#response;
    return new Promise((resolve) => {
      const giveUp = clock.setTimer(limits.slowClientTimeoutMs, () => {
        connection.abort(tooSlow(limits.slowClientTimeoutMs));
        response.destroy();
      });
      const finish = () => {
        giveUp();
        response.off("drain", finish);
        response.off("close", finish);
        this.#draining = undefined;
        resolve();
      };
      response.once("drain", finish);
      response.once("close", finish);
    });
  }
}

function tooSlow(timeoutMs: number) {
  return serverErrors.create("CLIENT_TOO_SLOW", {
    message: `The client took nothing of its answer for ${timeoutMs} ms.`,
    hint: "Read the stream as it comes; the operator can raise limits.slowClientTimeoutMs.",
    details: { timeoutMs },
  });
}
