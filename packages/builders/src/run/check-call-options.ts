import { suggest } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import type { CallOptions } from "./call-options.ts";
import { OPTION_CHECKS } from "./option-checks.ts";
import { plainData } from "./plain-data.ts";

/** @throws INVALID_CALL_OPTIONS, RESERVED_CONFIGURABLE */
export function checkCallOptions(options: CallOptions): void {
  if (typeof options !== "object" || options === null) throw invalid("The options", options, "an object");
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(OPTION_CHECKS, name)) throw unknownOption(name);
    const { isValid, expected } = OPTION_CHECKS[name as keyof CallOptions];
    if (value !== undefined && !isValid(value)) throw invalid(name, value, expected);
  }
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

function invalid(name: string, value: unknown, expected: string) {
  return builderErrors.create("INVALID_CALL_OPTIONS", {
    message: `${name}: got ${describe(value)}; expected ${expected}.`,
    hint: "Correct it, or leave it out for the default.",
    details: { option: name },
  });
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  const { text } = plainData(value);
  return text.length < 80 ? text : "an object";
}

function unknownOption(name: string) {
  return builderErrors.create("INVALID_CALL_OPTIONS", {
    message: `There is no option "${name}".`,
    hint: suggest(name, Object.keys(OPTION_CHECKS)),
    details: { option: name },
  });
}

function reservedConfigurable(keys: readonly string[]) {
  return builderErrors.create("RESERVED_CONFIGURABLE", {
    message: `configurable sets ${keys.join(", ")}, which belong to the agent.`,
    hint: "Name conversations with sessionId; for LangGraph threads use agent.graph directly.",
    details: { keys },
  });
}
