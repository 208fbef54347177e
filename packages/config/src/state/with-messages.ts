import type { BaseMessage } from "@langchain/core/messages";
import { z } from "zod";
import { annotationWith } from "./annotation-reducers.ts";
import { messagesChannel } from "./messages-channel.ts";
import {
  type AnnotationLike,
  assertStateDefinition,
  isZodState,
  type StateDefinition,
} from "./state-definition.ts";
import { stateName } from "./state-name.ts";

/** The schema itself when it has `messages`, else one that has it too. */
export type WithMessages<Definition> =
  Definition extends z.ZodObject<infer Shape, infer Config>
    ? "messages" extends keyof Shape
      ? Definition
      : z.ZodObject<Shape & { messages: MessagesSchema }, Config>
    : Definition;

/** `messages`: LangChain messages, appended to by LangGraph's messages reducer. Default none. */
export type MessagesSchema = z.ZodDefault<z.ZodArray<z.ZodCustom<BaseMessage, BaseMessage>>>;

const cache = new WeakMap<StateDefinition, StateDefinition>();

/**
 * Adds `messages` to a state that lacks it; one that has it comes back unchanged. The same input gives the same object.
 * A zod schema's title `Base` becomes `BaseWithMessages`.
 *
 * @throws INVALID_STATE_SCHEMA
 */
export function withMessages<Definition extends StateDefinition>(
  definition: Definition,
): WithMessages<Definition> {
  assertStateDefinition(definition);
  let derived = cache.get(definition);
  if (derived === undefined) {
    derived = derive(definition);
    cache.set(definition, derived);
    cache.set(derived, derived);
  }
  return derived as WithMessages<Definition>;
}

export function messagesSchema(): MessagesSchema {
  return z
    .array(z.custom<BaseMessage>((value) => typeof value === "object" && value !== null))
    .default(() => []);
}

function derive(definition: StateDefinition): StateDefinition {
  if (!isZodState(definition)) return deriveAnnotation(definition);
  if ("messages" in definition.shape) return definition;
  return definition
    .extend({ messages: messagesSchema() })
    .meta({ ...definition.meta(), title: `${stateName(definition)}WithMessages` });
}

function deriveAnnotation(definition: AnnotationLike): AnnotationLike {
  if ("messages" in definition.spec) return definition;
  return annotationWith(definition, { messages: messagesChannel });
}
