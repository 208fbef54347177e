import { z } from "zod";
import { innerType } from "./inner-type.ts";

/** A list field that also takes a single element; its value stays a list. */
export type Appendable<Field> =
  Field extends z.ZodArray<infer Element>
    ? z.ZodType<z.output<Field>, z.input<Field> | z.input<Element>>
    : Field extends z.ZodOptional<infer Inner>
      ? z.ZodOptional<AppendableType<Inner>>
      : Field extends z.ZodDefault<infer Inner>
        ? z.ZodDefault<AppendableType<Inner>>
        : Field;

type AppendableType<Field> = Appendable<Field> extends z.core.SomeType ? Appendable<Field> : never;

/** `field`, taking a single element wherever it takes a list. */
export function appendable(field: z.ZodType): z.ZodType {
  const inner = innerType(field);
  if (inner === undefined) return z.preprocess(toList, field);
  const def = z.core.util.mergeDefs(field.def, { innerType: appendable(inner) });
  return z.core.clone(field, def, { parent: true });
}

function toList(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value];
}
