/** What is read of an error on its way out of a node. */
const KEYS = ["code", "message", "hint", "details", "cause"] as const;

/** What was thrown, or an error in its place if it cannot be told: a getter or a proxy may throw when it is looked at. */
export function readable(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null) return thrown;
  try {
    for (const key of KEYS) Reflect.get(thrown, key);
    Reflect.getPrototypeOf(thrown);
    Reflect.has(thrown, "code");
    return thrown;
  } catch {
    return new Error("The node threw an object that cannot be read.");
  }
}
