import { type StateDefinition, stateKeys } from "@pergola/config";
import { isChatMessage } from "../conversation/user-message.ts";

/** Whether what an agent is called with is a state, and not a message. */
export function isState(schema: StateDefinition, input: unknown): boolean {
  return !isChatMessage(input) || isStateOf(schema, input);
}

/** Whether plain data that looks like a message is a state all the same: one that declares `role` and `content`. */
function isStateOf(schema: StateDefinition, input: unknown): boolean {
  if (typeof input !== "object" || input === null || "getType" in input) return false;
  const keys = stateKeys(schema);
  return keys.includes("role") && keys.includes("content");
}
