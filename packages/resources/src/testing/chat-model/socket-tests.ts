import { HumanMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { reply } from "../vendor-server/reply.ts";
import { startVendorServer } from "../vendor-server/start-vendor-server.ts";
import type { SocketClose } from "../vendor-server/vendor-request.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";
import { allWays, streamingWays } from "./ways.ts";

const messages = [new HumanMessage("Hi")];
/** From the signal to the close of the vendor's socket, in milliseconds. */
const MAX_CLOSE_MS = 250;

/** Stopping closes the vendor's socket, and at once. */
export function socketTests(subject: ChatModelSubject): void {
  test.each(allWays(subject))("%s: stopped before the vendor has said anything", async (_, way) => {
    await using server = await startVendorServer({ replies: [reply.hang()] });
    const model = await subject.create(server, {});
    const stop = new AbortController();
    const reason = new Error("stopped while waiting");
    const call = way(model, { messages, signal: stop.signal });
    const failed = expect(call).rejects.toThrow("stopped while waiting");
    const { closed } = await server.nextRequest();
    const stoppedAt = performance.now();
    stop.abort(reason);
    await failed;
    expectClosedSoon(await closed, stoppedAt);
  });

  test.each(streamingWays(subject))("%s: stopped between two tokens", async (_, way) => {
    const controlled = reply.controlled();
    await using server = await startVendorServer({ replies: [controlled] });
    const model = await subject.create(server, {});
    const stop = new AbortController();
    const reason = new Error("stopped in the middle");
    const first = Promise.withResolvers<void>();
    const pieces: string[] = [];
    const onText = (text: string) => {
      pieces.push(text);
      first.resolve();
    };
    const call = way(model, { messages, signal: stop.signal, onText });
    const failed = expect(call).rejects.toBe(reason);
    const { closed } = await controlled.started;
    await controlled.push("one");
    await first.promise;
    const stoppedAt = performance.now();
    stop.abort(reason);
    await failed;
    expectClosedSoon(await closed, stoppedAt);
    await expect(controlled.push("two")).rejects.toThrow();
    expect(pieces).toEqual(["one"]);
  });

  test.each(streamingWays(subject))("%s: stopped in a flood of tokens", async (_, way) => {
    const tokens = Array.from({ length: 5_000 }, (_, index) => `token ${index} `);
    await using server = await startVendorServer({ replies: [{ tokens }] });
    const model = await subject.create(server, {});
    const stop = new AbortController();
    const reason = new Error("enough");
    let after = 0;
    const onText = () => {
      if (stop.signal.aborted) after += 1;
      stop.abort(reason);
    };
    const call = way(model, { messages, signal: stop.signal, onText });
    await expect(call).rejects.toBe(reason);
    const [request] = server.requests;
    await request?.closed;
    expect(after).toBeLessThanOrEqual(1);
    expect(request?.sentFrames).toBeLessThan(tokens.length);
  });
}

function expectClosedSoon({ at, by }: SocketClose, stoppedAt: number): void {
  expect(by).toBe("client");
  expect(at - stoppedAt).toBeLessThan(MAX_CLOSE_MS);
}
