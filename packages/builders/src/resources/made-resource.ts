import { isDeepStrictEqual } from "node:util";
import type { ResourceDefinition } from "@pergola/resources";

/** How one resource is made, and of what: after a reload, what is made of the same parts goes on. */
export interface MadeResource {
  readonly definition: ResourceDefinition;
  /** The provider or the object itself, its config, the environment. */
  readonly parts: readonly unknown[];
}

/** Whether the resource of a key is made of the same parts in both. */
export function isMadeAlike(
  one: readonly MadeResource[],
  other: readonly MadeResource[],
): (key: string) => boolean {
  const partsOf = (list: readonly MadeResource[], key: string) =>
    list.find(({ definition }) => definition.key === key)?.parts;
  return (key) => isDeepStrictEqual(partsOf(one, key), partsOf(other, key));
}
