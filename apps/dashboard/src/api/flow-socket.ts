import type { FlowFrame, FlowFrameRequest } from "@pergola/flow-runtime";
import { connectLiveSocket, type SocketLike, type SocketState } from "./live-socket.ts";

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

export function connectFlowSocket({ flow, ...options }: FlowSocketOptions): FlowSocket {
  let followed: string | null = null;
  const subscribe = () =>
    socket.send({ type: "subscribe", flow, follow: followed } satisfies FlowFrameRequest);
  const socket = connectLiveSocket<FlowFrame>({ ...options, onOpen: subscribe });
  return {
    follow(traceId) {
      if (traceId === followed) return;
      followed = traceId;
      subscribe();
    },
    close: () => socket.close(),
  };
}
