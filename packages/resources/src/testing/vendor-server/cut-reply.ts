import { type Answer, textTokens } from "./answer.ts";
import { streamHead } from "./answer-reply.ts";
import { answerFrames } from "./answer-wire.ts";
import { eventText } from "./event-style.ts";
import type { VendorReply } from "./vendor-reply.ts";

export interface CutOptions {
  /** Bytes of the stream that are sent; more than it has sends all of it. */
  readonly afterBytes: number;
  /** What comes in the place of the rest. Default `reset`. */
  readonly ending?: "reset" | "hang" | "end";
}

/** A streamed answer that breaks at any byte: between events, inside one, inside a character. */
export function cutReply(answer: string | Answer, { afterBytes, ending = "reset" }: CutOptions): VendorReply {
  const said: Answer = typeof answer === "string" ? { tokens: textTokens(answer) } : answer;
  return {
    async play(exchange) {
      const events = answerFrames(said, exchange.request).map(({ data }) => eventText(data));
      const bytes = Buffer.from([...events, eventText("[DONE]")].join(""));
      streamHead(exchange);
      if (afterBytes > 0) await exchange.write(bytes.subarray(0, afterBytes));
      if (ending === "hang") return exchange.hang();
      if (ending === "end") exchange.end();
      else exchange.reset();
    },
  };
}
