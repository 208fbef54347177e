import type { StateSchema } from "@langchain/langgraph";
import type { z } from "zod";
import { loadLangGraph } from "./messages-channel.ts";
import { type AnnotationLike, isZodState, type StateDefinition } from "./state-definition.ts";

const cache = new WeakMap<StateDefinition, AnnotationLike | StateSchema<never>>();

/**
 * What LangGraph needs of a state: for zod a `StateSchema`, because fields with defaults keep their values across the
 * interrupts of a run only there; an Annotation as it is.
 */
export async function toGraphState(
  definition: StateDefinition,
): Promise<AnnotationLike | StateSchema<never>> {
  if (!isZodState(definition)) return definition;
  let state = cache.get(definition);
  if (state === undefined) {
    state = await fromZod(definition);
    cache.set(definition, state);
  }
  return state;
}

async function fromZod(definition: z.ZodObject): Promise<StateSchema<never>> {
  const { MessagesValue, StateSchema } = await loadLangGraph();
  const fields = Object.entries(definition.shape).map(([key, field]) => [
    key,
    key === "messages" ? MessagesValue : field,
  ]);
  return new StateSchema(Object.fromEntries(fields)) as unknown as StateSchema<never>;
}
