import type { z } from "zod";
import { invalidRequest } from "../../domain/invalid-request.ts";

/** Checks a body, query or path. @throws INVALID_REQUEST with all defects */
export function parseRequest<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const [first, ...more] = result.error.issues;
  throw invalidRequest(first ?? { path: [], message: "is not valid" }, ...more);
}

/** A copy without the keys that are null: the vendor takes null for "not set". */
export function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null));
}
