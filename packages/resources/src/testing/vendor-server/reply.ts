import type { OutgoingHttpHeaders } from "node:http";
import { type AnswerToolCall, textTokens } from "./answer.ts";
import { type AnswerOptions, answerReply } from "./answer-reply.ts";
import { controlledReply } from "./controlled-reply.ts";
import { cutReply } from "./cut-reply.ts";
import { errorReply } from "./vendor-error.ts";
import { isVendorReply, type VendorReply, type VendorReplyLike } from "./vendor-reply.ts";

/** Any bytes: for what no well-behaved server says. */
export interface RawReply {
  /** Default 200. */
  readonly status?: number;
  /** Default: an event stream. */
  readonly headers?: OutgoingHttpHeaders;
  /** Written one by one. */
  readonly writes: readonly (string | Uint8Array)[];
  /** What comes after them. Default `end`. */
  readonly ending?: "end" | "reset" | "hang";
}

/** The replies that the server knows. */
export const reply = {
  /** Says the text, a word a piece. */
  text: (text: string, options?: AnswerOptions): VendorReply =>
    answerReply({ tokens: textTokens(text) }, options),
  answer: answerReply,
  cut: cutReply,
  toolCalls: (...toolCalls: readonly AnswerToolCall[]): VendorReply => answerReply({ toolCalls }),
  controlled: controlledReply,
  error: errorReply,
  /** Takes the request and says nothing, not even headers. */
  hang: (): VendorReply => ({ play: (exchange) => exchange.hang() }),
  /** Breaks the connection before any header. */
  reset: (): VendorReply => ({ play: (exchange) => exchange.reset() }),
  raw: (raw: RawReply): VendorReply => ({
    async play(exchange) {
      exchange.head(raw.status ?? 200, raw.headers ?? { "content-type": "text/event-stream" });
      for (const data of raw.writes) await exchange.write(data);
      if (raw.ending === "hang") return exchange.hang();
      if (raw.ending === "reset") exchange.reset();
      else exchange.end();
    },
  }),
} as const;

/** The reply that a shorthand stands for. */
export function toReply(like: VendorReplyLike): VendorReply {
  if (typeof like === "string") return reply.text(like);
  return isVendorReply(like) ? like : reply.answer(like);
}
