import type { z } from "zod";

const WRAPPERS = ["optional", "nullable", "default", "prefault", "nonoptional", "readonly", "catch"];

/** What `.optional()`, `.default()` and their like were called on. */
export function innerType(field: z.ZodType): z.ZodType | undefined {
  if (!WRAPPERS.includes(field.def.type)) return undefined;
  return (field.def as z.core.$ZodOptionalDef<z.ZodType>).innerType;
}
