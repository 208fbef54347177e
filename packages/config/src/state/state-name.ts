import { isZodState, type StateDefinition } from "./state-definition.ts";

/** Name of a state: the title of its schema, else `State`. */
export function stateName(definition: StateDefinition): string {
  const title = isZodState(definition) ? definition.meta()?.title : undefined;
  return title ?? "State";
}
