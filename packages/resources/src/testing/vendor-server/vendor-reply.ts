import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

/** What the server does with one request: an answer, a refusal, a fault. Compose your own from an {@link Exchange}. */
export interface VendorReply {
  play(exchange: Exchange): void | Promise<void>;
}

/** Text and answers stand for the reply that says them. */
export type VendorReplyLike = string | Answer | VendorReply;

export function isVendorReply(value: VendorReplyLike): value is VendorReply {
  return typeof value === "object" && "play" in value;
}
