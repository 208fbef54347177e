import type { FastifyInstance } from "fastify";
import type { OpenAnswers } from "./open-answers.ts";
import type { ServerContext } from "./server-context.ts";
import { stopListening } from "./stop-listening.ts";

/** How long stopped runs get to store what they have, in milliseconds. */
const SETTLE_TIMEOUT_MS = 5_000;

/** Takes no more connections and runs, waits for those that are there, then cuts what is left. */
export async function shutDown(
  app: FastifyInstance,
  answers: OpenAnswers,
  context: ServerContext,
): Promise<void> {
  const { runs, limits, clock, logger } = context;
  const stop = new AbortController();
  const cut = Promise.withResolvers<void>();
  const cancelStop = clock.setTimer(limits.shutdownTimeoutMs, () => {
    logger.warn("Runs are still running; they are stopped now.", { afterMs: limits.shutdownTimeoutMs });
    stop.abort();
  });
  const cancelCut = clock.setTimer(limits.shutdownTimeoutMs + SETTLE_TIMEOUT_MS, cut.resolve);
  stopListening(app.server);
  await Promise.race([runs.close(stop.signal).then(answers.whenSent), cut.promise]);
  cancelStop();
  cancelCut();
  app.server.closeAllConnections();
  await app.close();
}
