/** A field of a form. */
export interface InputField {
  readonly name: string;
  readonly kind: "text" | "number" | "boolean";
}

/** The fields of an input like the example; undefined when it is no flat object: then it is written as JSON. */
export function fieldsOf(example: unknown): readonly InputField[] | undefined {
  if (typeof example !== "object" || example === null || Array.isArray(example)) return undefined;
  const entries = Object.entries(example);
  const fields = entries.flatMap(([name, value]): InputField[] => {
    if (typeof value === "string") return [{ name, kind: "text" }];
    if (typeof value === "number") return [{ name, kind: "number" }];
    return typeof value === "boolean" ? [{ name, kind: "boolean" }] : [];
  });
  return fields.length === entries.length && fields.length > 0 ? fields : undefined;
}

/** `maxFiles` as `Max files`. */
export function fieldLabel(name: string): string {
  const words = name
    .replace(/[_-]+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
