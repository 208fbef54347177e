import { toErrorData } from "@pergola/core";

/** What was thrown, or an error in its place if it cannot be told: a getter or a proxy may throw when it is looked at. */
export function readable(thrown: unknown): unknown {
  try {
    toErrorData(thrown);
    if (typeof thrown === "object" && thrown !== null) Reflect.getPrototypeOf(thrown);
    return thrown;
  } catch {
    return new Error("The node threw an object that cannot be read.");
  }
}
