/**
 * A copy of a state in which plain objects and lists are copied at every depth, so that nobody can change them for
 * somebody else. Instances of classes (messages, dates) are shared: they are not changed but replaced.
 */
export function plainCopy<Value>(value: Value): Value {
  return copy(value, new Map()) as Value;
}

function copy(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copy(item, copies));
    return list;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const object: Record<string, unknown> = Object.create(prototype as object | null);
  copies.set(value, object);
  for (const [key, item] of Object.entries(value)) object[key] = copy(item, copies);
  return object;
}
