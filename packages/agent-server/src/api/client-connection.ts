import type { FastifyReply } from "fastify";
import { serverErrors } from "../errors.ts";

/** The client of one request, as long as it listens. */
export interface ClientConnection {
  /** Fires when the client has gone, or was given up. */
  readonly signal: AbortSignal;
  /** Gives the client up: whatever works for it stops. */
  abort(reason: Error): void;
  /** Follows it no longer. */
  release(): void;
}

/** Follows the socket of a reply until the reply is complete. */
export function clientConnection({ raw }: FastifyReply): ClientConnection {
  const controller = new AbortController();
  const onClose = () => {
    if (!raw.writableFinished) controller.abort(disconnected());
  };
  if (raw.destroyed || raw.closed) onClose();
  else raw.once("close", onClose);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => void raw.off("close", onClose),
  };
}

function disconnected() {
  return serverErrors.create("CLIENT_DISCONNECTED", {
    message: "The client closed the connection before its answer was complete.",
    hint: "Nothing to mend: a client that leaves stops its run.",
  });
}
