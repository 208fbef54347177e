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
  const { def } = field;
  const inner = innerType(field);
  if (inner !== undefined) return cloneWith(field, { innerType: appendable(inner) });
  if (def.type !== "pipe") return z.preprocess(toList, field);
  // What a preprocess() makes may be the single element; any other pipe begins with the list.
  const [side, part] = innermost(def as z.core.$ZodPipeDef<z.ZodType, z.ZodType>);
  return cloneWith(field, { [side]: appendable(part) });
}

function innermost(def: z.core.$ZodPipeDef<z.ZodType, z.ZodType>): readonly ["in" | "out", z.ZodType] {
  return def.in.def.type === "transform" ? ["out", def.out] : ["in", def.in];
}

function cloneWith(field: z.ZodType, changes: object): z.ZodType {
  return z.core.clone(field, z.core.util.mergeDefs(field.def, changes), { parent: true });
}

function toList(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value];
}
