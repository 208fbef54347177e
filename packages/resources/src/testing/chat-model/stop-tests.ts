import { HumanMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { reply } from "../vendor-server/reply.ts";
import { startVendorServer } from "../vendor-server/start-vendor-server.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";
import { allWays, streamingWays } from "./ways.ts";

const messages = [new HumanMessage("Hello there, tell me who you are.")];

/** Stop means stop, whatever the model does underneath. */
export function stopTests(subject: ChatModelSubject): void {
  test.each(allWays(subject))(
    "%s: a signal that has fired already stops the call before it begins",
    async (_, way) => {
      await using server = await startVendorServer({ reply: () => "never" });
      const model = await subject.create(server, {});
      const reason = new Error("stopped before");
      const call = way(model, { messages, signal: AbortSignal.abort(reason) });
      await expect(call).rejects.toThrow("stopped before");
      expect(server.requests).toHaveLength(0);
    },
  );

  const rows = streamingWays(subject).flatMap(([name, way]) =>
    [false, true].map((isBurst) => [name, isBurst ? "all at once" : "one by one", { way, isBurst }] as const),
  );
  test.each(rows)(
    "%s: stopped at the first of pieces that come %s, at most one more comes",
    async (_, __, row) => {
      const said = reply.text("I am the model of a vendor.", { isBurst: row.isBurst });
      await using server = await startVendorServer({ reply: () => said });
      const model = await subject.create(server, {});
      const stop = new AbortController();
      const reason = new Error("stopped inside");
      let pieces = 0;
      const onText = () => {
        pieces += 1;
        stop.abort(reason);
      };
      await expect(row.way(model, { messages, signal: stop.signal, onText })).rejects.toBe(reason);
      expect(pieces).toBeLessThanOrEqual(2);
    },
  );
}
