import { builderErrors } from "../errors.ts";
import type { CallOptions } from "./call-options.ts";
import { checkOptions } from "./check-options.ts";
import { OPTION_CHECKS } from "./option-checks.ts";

/** @throws INVALID_CALL_OPTIONS, RESERVED_CONFIGURABLE */
export function checkCallOptions(options: CallOptions): void {
  checkOptions(options, OPTION_CHECKS);
  const reserved = Object.keys(options.configurable ?? {}).filter(isReserved);
  if (reserved.length > 0) throw reservedConfigurable(reserved);
}

function isReserved(key: string): boolean {
  return (
    key === "thread_id" ||
    key.startsWith("checkpoint_") ||
    key.startsWith("__pregel") ||
    key.startsWith("__pergola")
  );
}

function reservedConfigurable(keys: readonly string[]) {
  return builderErrors.create("RESERVED_CONFIGURABLE", {
    message: `configurable sets ${keys.join(", ")}, which belong to the agent.`,
    hint: "Name conversations with sessionId; for LangGraph threads use agent.graph directly.",
    details: { keys },
  });
}
