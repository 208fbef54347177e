import type { Clock } from "@pergola/core";
import type { WebSocket } from "ws";
import type { ServerLimits } from "../../domain/server-limits.ts";

export interface HeartbeatOptions {
  readonly clock: Clock;
  readonly limits: Pick<ServerLimits, "heartbeatMs" | "slowClientTimeoutMs">;
}

/** Pings a client, and cuts the connection of one that does not answer: it has gone, or reads nothing. @returns what ends it */
export function beginHeartbeat(socket: WebSocket, { clock, limits }: HeartbeatOptions): () => void {
  let cancelPing: () => void = () => undefined;
  let cancelCut: (() => void) | undefined;
  const ping = () => {
    socket.ping();
    cancelCut ??= clock.setTimer(limits.slowClientTimeoutMs, () => socket.terminate());
    cancelPing = clock.setTimer(limits.heartbeatMs, ping);
  };
  const onPong = () => {
    cancelCut?.();
    cancelCut = undefined;
  };
  socket.on("pong", onPong);
  cancelPing = clock.setTimer(limits.heartbeatMs, ping);
  return () => {
    cancelPing();
    onPong();
    socket.off("pong", onPong);
  };
}
