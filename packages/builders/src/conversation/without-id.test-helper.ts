import type { BaseMessage } from "@langchain/core/messages";
import { toStored } from "./stored-messages.ts";

/** What a message says. LangGraph gives an id to every message that reaches the state, sooner or later. */
export function withoutId(message: BaseMessage) {
  const { id: _id, ...rest } = toStored(message);
  return rest;
}
