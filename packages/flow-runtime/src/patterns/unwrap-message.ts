import type { Message } from "../message.ts";
import type { StandardSchema } from "../standard-schema.ts";

/** What a message holds, if it is one; else the value itself. */
export function unwrapMessage(value: unknown): unknown {
  return isMessage(value) ? value.payload : value;
}

/** The schema, for values that may stand in a message. */
export function unwrapping(schema: StandardSchema): StandardSchema {
  const { "~standard": standard } = schema;
  const validate = (value: unknown) => standard.validate(unwrapMessage(value));
  return { "~standard": { version: 1, vendor: standard.vendor, validate } };
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== "object" || value === null || !("payload" in value)) return false;
  const { traceId, headers, meta } = value as Partial<Message>;
  return typeof traceId === "string" && typeof headers === "object" && typeof meta === "object";
}
