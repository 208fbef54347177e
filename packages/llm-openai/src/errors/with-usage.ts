import { isPergolaError, PergolaError, type Usage } from "@pergola/core";

/** A failure of a model with what the broken answer has cost, if the vendor said so before; anything else as it is. */
export function withUsage(error: unknown, usage: Usage | undefined): unknown {
  if (usage === undefined || !isPergolaError(error) || !error.code.startsWith("MODEL_")) return error;
  const { code, message, hint, details, cause } = error;
  return new PergolaError(code, { message, hint, details: { ...details, usage }, cause });
}
