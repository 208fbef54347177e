import type { Server } from "node:http";
import { Server as NetServer } from "node:net";

/**
 * Takes no more connections and leaves those that are there alone. `close` of Node's HTTP server would cut answers that
 * are written and not yet sent: it takes their connections for idle.
 */
export function stopListening(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}
