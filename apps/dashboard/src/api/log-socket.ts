import type { LogFilter, LogFrame, LogFrameRequest } from "@pergola/observability";
import { connectLiveSocket, type SocketLike, type SocketState } from "./live-socket.ts";

export interface LogSocketOptions {
  readonly filter: LogFilter;
  readonly onFrame: (frame: LogFrame) => void;
  readonly onState: (state: SocketState) => void;
  /** Default: a WebSocket to the page's own server. */
  readonly open?: () => SocketLike;
}

/** Watches the server's log, over connections that come and go. */
export interface LogSocket {
  close(): void;
}

export function connectLogSocket({ filter, ...options }: LogSocketOptions): LogSocket {
  const request: LogFrameRequest = { type: "subscribe-logs", ...filter };
  const socket = connectLiveSocket<LogFrame>({ ...options, onOpen: () => socket.send(request) });
  return { close: () => socket.close() };
}
