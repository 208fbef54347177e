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
  const { runs, flowService, sockets, limits, clock, logger } = context;
  const stop = new AbortController();
  const cut = Promise.withResolvers<void>();
  const cancelStop = clock.setTimer(limits.shutdownTimeoutMs, () => {
    logger.warn("Runs or traces are still running; they are stopped now.", {
      afterMs: limits.shutdownTimeoutMs,
    });
    stop.abort();
  });
  const cancelCut = clock.setTimer(limits.shutdownTimeoutMs + SETTLE_TIMEOUT_MS, cut.resolve);
  stopListening(app.server);
  const settled = Promise.all([runs.close(stop.signal), flowService.close(stop.signal)]);
  const goodbye = settled.then(() => sockets.close()).then(answers.whenSent);
  await Promise.race([goodbye, cut.promise]);
  cancelStop();
  cancelCut();
  sockets.terminate();
  context.logWatches.close();
  app.server.closeAllConnections();
  await app.close();
}
