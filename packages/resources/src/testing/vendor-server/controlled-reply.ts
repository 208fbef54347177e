import type { Answer } from "./answer.ts";
import { sendEvent, streamHead } from "./answer-reply.ts";
import { answerFrames } from "./answer-wire.ts";
import { eventText } from "./event-style.ts";
import type { Exchange } from "./exchange.ts";
import { errorBody, type VendorError } from "./vendor-error.ts";
import type { VendorReply } from "./vendor-reply.ts";
import type { VendorRequest } from "./vendor-request.ts";

/** A streamed answer that the test plays step by step, so that nothing has to be timed. Answers one request. */
export interface ControlledReply extends VendorReply {
  /** Resolves with the request once it is here, its stream begun. */
  readonly started: Promise<VendorRequest>;
  /** Sends one piece of text; resolves when it was handed to the socket, rejects when the socket is closed. */
  push(token: string): Promise<void>;
  /** Sends the rest of an answer: its tool calls, finish reason, usage and `[DONE]`. */
  finish(rest?: Omit<Answer, "delayMs">): Promise<void>;
  /** Ends badly: with an error object inside the stream, a TCP reset, or silence in the place of `[DONE]`. */
  fail(how: VendorError | "reset" | "truncate"): Promise<void>;
}

export function controlledReply(): ControlledReply {
  const exchange = Promise.withResolvers<Exchange>();
  const over = Promise.withResolvers<void>();
  return {
    started: exchange.promise.then(({ request }) => request),
    async play(current) {
      streamHead(current);
      const [opening] = answerFrames({}, current.request);
      await sendEvent(current, opening?.data);
      exchange.resolve(current);
      await Promise.race([over.promise, current.hang()]);
    },
    async push(token) {
      const current = await exchange.promise;
      await sendFrames(current, { tokens: [token] }, (frame) => frame.isToken);
    },
    async finish(rest = {}) {
      const current = await exchange.promise;
      let index = 0;
      await sendFrames(current, rest, () => index++ > 0);
      await current.write(eventText("[DONE]"));
      current.end();
      over.resolve();
    },
    async fail(how) {
      const current = await exchange.promise;
      if (how === "reset") current.reset();
      else {
        if (how !== "truncate") await sendEvent(current, errorBody(how));
        current.end();
      }
      over.resolve();
    },
  };
}

async function sendFrames(
  exchange: Exchange,
  answer: Answer,
  isWanted: (frame: { readonly isToken: boolean }) => boolean,
): Promise<void> {
  for (const frame of answerFrames(answer, exchange.request)) {
    if (isWanted(frame)) await sendEvent(exchange, frame.data);
  }
}
