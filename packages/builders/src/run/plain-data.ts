/** What stands for a value that has no JSON form at all. */
const NO_FORM = '"[no JSON form]"';

/** The value itself if JSON can hold it, else a copy with BigInts as text and cycles cut; and its JSON text. */
export function plainData<Value>(value: Value): { readonly data: Value; readonly text: string } {
  try {
    return { data: value, text: JSON.stringify(value) ?? "null" };
  } catch {
    const text = plainText(value);
    // What is cut is what JSON could not have carried anyway; the rest keeps its shape.
    return { data: JSON.parse(text) as Value, text };
  }
}

function plainText(value: unknown): string {
  const ancestors: unknown[] = [];
  try {
    return JSON.stringify(value, function (this: unknown, _key, item: unknown) {
      if (typeof item === "bigint") return String(item);
      if (typeof item !== "object" || item === null) return item;
      while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
      if (ancestors.includes(item)) return "[circular]";
      ancestors.push(item);
      return item;
    });
  } catch {
    return NO_FORM;
  }
}
