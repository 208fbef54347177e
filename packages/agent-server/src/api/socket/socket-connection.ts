import type { FlowFrame, FlowFrameRequest } from "@pergola/flow-runtime";
import type { LogFrame, LogFrameRequest } from "@pergola/observability";
import type { WebSocket } from "ws";
import type { Caller } from "../../domain/caller.ts";
import type { LogReader } from "../../domain/log-visibility.ts";
import type { OpenSocket } from "../../repositories/open-sockets.ts";
import type { FlowWatcher } from "../../services/flow-watch.ts";
import type { LogWatcher } from "../../services/log-watches.ts";
import { codedError } from "../errors/error-envelope.ts";
import type { ServerContext } from "../server-context.ts";
import { beginHeartbeat } from "./heartbeat.ts";
import { parseSocketMessage, type SocketMessage } from "./socket-message.ts";

/** Bytes that may wait for a client before it gets no frames, and its messages are left unread. */
const MAX_WAITING_BYTES = 65_536;
/** Messages that cannot be understood before the connection is closed. */
const MAX_BAD_MESSAGES = 50;

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export type SocketContext = Pick<ServerContext, "watches" | "logWatches" | "limits" | "clock" | "logger">;

/** One client on a WebSocket: what it says, and what it is told. */
export class SocketConnection implements OpenSocket, FlowWatcher, LogWatcher {
  readonly caller: Caller;
  readonly isOperator: boolean;
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #context: SocketContext;
  #badMessages = 0;

  constructor(socket: WebSocket, { caller, isOperator }: LogReader, context: SocketContext) {
    this.caller = caller;
    this.isOperator = isOperator;
    this.#socket = socket;
    this.#context = context;
    const endHeartbeat = beginHeartbeat(socket, context);
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        endHeartbeat();
        context.watches.forget(this);
        context.logWatches.forget(this);
        resolve();
      });
    });
    // A broken frame or connection; `close` follows.
    socket.on("error", (error) => context.logger.debug("A WebSocket failed.", { error }));
    socket.on("message", (data, isBinary) => this.#onMessage(data as Buffer, isBinary));
  }

  get isReady(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.#socket.bufferedAmount < MAX_WAITING_BYTES;
  }

  send(frame: FlowFrame | LogFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(frame), () => this.#readOn());
    if (!this.isReady) this.#socket.pause();
  }

  close(): void {
    this.#socket.resume();
    this.#socket.close(GOING_AWAY, "The server is shutting down.");
  }

  terminate(): void {
    this.#socket.terminate();
  }

  /** Who does not read is not read either. */
  #readOn(): void {
    if (this.#socket.isPaused && this.isReady) this.#socket.resume();
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    try {
      this.#handle(parseSocketMessage(data, isBinary));
    } catch (thrown) {
      this.#refuse(thrown);
    }
  }

  #handle(message: SocketMessage): void {
    if (message.type === "subscribe-logs" || message.type === "unsubscribe-logs") this.#handleLogs(message);
    else this.#handleFlows(message);
  }

  #handleFlows(message: FlowFrameRequest): void {
    const { watches } = this.#context;
    if (message.type === "subscribe") {
      watches.watch(this, message.flow, message.follow ?? null);
      return;
    }
    watches.unwatch(this, message.flow);
    this.send({ type: "unsubscribed", flow: message.flow });
  }

  #handleLogs(message: LogFrameRequest): void {
    const { logWatches } = this.#context;
    if (message.type === "subscribe-logs") {
      const { type: _type, ...filter } = message;
      logWatches.watch(this, filter);
      return;
    }
    logWatches.unwatch(this);
    this.send({ type: "logs-unsubscribed" });
  }

  #refuse(thrown: unknown): void {
    const { cause: _cause, ...error } = codedError(thrown);
    const { code, message } = error;
    if (code === "INTERNAL_ERROR") this.#context.logger.error(message, { code, error: thrown });
    this.send({ type: "error", error });
    this.#badMessages++;
    if (this.#badMessages >= MAX_BAD_MESSAGES) this.#socket.close(POLICY_VIOLATION, "Too many bad messages.");
  }
}
