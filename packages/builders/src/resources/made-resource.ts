import type { ResourceDefinition } from "@pergola/resources";

/** How one resource is made, and of what: after a reload, what is made of the same parts goes on. */
export interface MadeResource {
  readonly definition: ResourceDefinition;
  /** The provider or the object itself, its config, the environment. */
  readonly parts: readonly unknown[];
  /** The name of the one that makes it. */
  readonly provider?: string;
}

/** Whether the resource of a key is made of the same parts in both. */
export function isMadeAlike(
  one: readonly MadeResource[],
  other: readonly MadeResource[],
): (key: string) => boolean {
  const partsOf = (list: readonly MadeResource[], key: string) =>
    list.find(({ definition }) => definition.key === key)?.parts;
  return (key) => isAlike(partsOf(one, key), partsOf(other, key));
}

/** Data is alike by what it says; anything live only if it is the same: what it hides may be anything. */
function isAlike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isData(one) || !isData(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isAlike(one[key], other[key]))
  );
}

function isData(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
