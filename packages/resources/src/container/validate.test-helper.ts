import { createDiary, recorded, timed } from "./containers.test-helper.ts";
import type { ResourceDefinition } from "./resource-definition.ts";

export const diary = createDiary();
export const plain = (key: string, ...dependencies: readonly string[]) => recorded(diary, key, dependencies);

export function offline(definitions: readonly unknown[], options = {}) {
  const { structure, dependencies } = timed(
    definitions as ResourceDefinition[],
    options,
  ).container.validate();
  return { structure, dependencies };
}
