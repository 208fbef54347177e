import type { FastifyInstance } from "fastify";

/** The answers that are being written. */
export interface OpenAnswers {
  /** Resolves when each has been handed to its socket, or its client has gone. */
  whenSent(): Promise<void>;
}

export function trackAnswers(app: FastifyInstance): OpenAnswers {
  const open = new Set<Promise<void>>();
  app.addHook("onRequest", async (_request, { raw }) => {
    const closed = new Promise<void>((resolve) => {
      raw.once("close", resolve);
    });
    open.add(closed);
    void closed.then(() => open.delete(closed));
  });
  return {
    async whenSent() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
