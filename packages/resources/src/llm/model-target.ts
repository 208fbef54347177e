import type { ModelPrice } from "@pergola/core";
import type { CircuitBreaker } from "../breaker/breaker.ts";
import type { ChatModel } from "./chat-model.ts";

/** A model that a call may go to. */
export interface ModelTarget {
  /** As events show it. */
  readonly id: string;
  readonly breaker: CircuitBreaker;
  /** Undefined when nobody knows it. */
  readonly price?: ModelPrice | undefined;
  /** A promise only while it is being made. */
  model(): ChatModel | Promise<ChatModel>;
}
