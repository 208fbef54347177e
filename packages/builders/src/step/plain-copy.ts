/** Told of each instance of a class, which is shared rather than copied. */
type OnInstance = (instance: object) => void;

/**
 * A copy of a state in which plain objects, lists and dates are copied at every depth, so that nobody can change them for
 * somebody else. Instances of classes (messages) are shared: they are not changed but replaced.
 */
export function plainCopy<Value>(value: Value, onInstance?: OnInstance): Value {
  return copy(value, new Map(), onInstance) as Value;
}

function copy(value: unknown, copies: Map<object, unknown>, onInstance?: OnInstance): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return new Date(value);
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copy(item, copies, onInstance));
    return list;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    onInstance?.(value);
    return value;
  }
  const object: Record<string, unknown> = Object.create(prototype as object | null);
  copies.set(value, object);
  for (const [key, item] of Object.entries(value)) {
    const own = {
      value: copy(item, copies, onInstance),
      writable: true,
      enumerable: true,
      configurable: true,
    };
    if (key === "__proto__") Object.defineProperty(object, key, own);
    else object[key] = own.value;
  }
  return object;
}
