import type { FlowFrame, FlowFrameRequest } from "@pergola/flow-runtime";

/** `lost`: it was there, or could not be had; it is tried again. */
export type SocketState = "connecting" | "live" | "lost";

/** The part of a WebSocket that is used. */
export type SocketLike = Pick<WebSocket, "send" | "close" | "readyState"> & {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((message: { readonly data: unknown }) => void) | null;
};

export interface FlowSocketOptions {
  readonly flow: string;
  readonly onFrame: (frame: FlowFrame) => void;
  readonly onState: (state: SocketState) => void;
  /** Default: a WebSocket to the page's own server. */
  readonly open?: () => SocketLike;
}

/** Watches one flow, over connections that come and go. */
export interface FlowSocket {
  /** Asks for the events of a trace, now and after each reconnect; null for none. */
  follow(traceId: string | null): void;
  close(): void;
}

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;
const OPEN = 1;

export function connectFlowSocket(options: FlowSocketOptions): FlowSocket {
  const { flow, onFrame, onState, open = openOwn } = options;
  let followed: string | null = null;
  let delayMs = FIRST_DELAY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: SocketLike | undefined;

  const subscribe = () => {
    const request: FlowFrameRequest = { type: "subscribe", flow, follow: followed };
    if (socket?.readyState === OPEN) socket.send(JSON.stringify(request));
  };
  const connect = () => {
    const opened = open();
    socket = opened;
    opened.onopen = () => {
      delayMs = FIRST_DELAY_MS;
      subscribe();
      onState("live");
    };
    opened.onmessage = ({ data }) => onFrame(JSON.parse(String(data)) as FlowFrame);
    opened.onclose = () => {
      onState("lost");
      timer = setTimeout(connect, delayMs);
      delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
    };
  };
  onState("connecting");
  connect();
  return {
    follow(traceId) {
      if (traceId === followed) return;
      followed = traceId;
      subscribe();
    },
    close() {
      clearTimeout(timer);
      if (socket) {
        socket.onopen = null;
        socket.onclose = null;
        socket.onmessage = null;
        socket.close();
      }
    },
  };
}

function openOwn(): SocketLike {
  return new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws`) as SocketLike;
}
