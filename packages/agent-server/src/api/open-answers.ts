import { InFlight } from "@pergola/core";
import type { FastifyInstance } from "fastify";

/** The answers that are being written. */
export interface OpenAnswers {
  /** Resolves when each has been handed to its socket, or its client has gone. */
  whenSent(): Promise<void>;
}

export function trackAnswers(app: FastifyInstance): OpenAnswers {
  const open = new InFlight();
  app.addHook("onRequest", async (_request, { raw }) => {
    const closed = new Promise<void>((resolve) => {
      raw.once("close", resolve);
    });
    void open.track(closed);
  });
  return { whenSent: () => open.settled() };
}
