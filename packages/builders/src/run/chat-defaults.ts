import { isZodState, reducedKeys, type StateDefinition } from "@pergola/config";
import type { z } from "zod";
import { builderErrors } from "../errors.ts";

interface ChatState {
  readonly required: readonly string[];
  readonly defaults: Readonly<Record<string, unknown>>;
}

/**
 * What the state of a chat turn begins with besides its messages: every default, made anew for each turn, so that no
 * turn can change another's.
 *
 * @throws CHAT_NEEDS_STATE when more is required, because a turn brings only messages
 */
export function chatDefaults(agent: string, schema: StateDefinition): Readonly<Record<string, unknown>> {
  const { required, defaults } = isZodState(schema) ? readZod(schema) : readAnnotation(schema);
  if (required.length === 0) return defaults;
  if (required.includes("messages")) throw lacksMessages(agent, required);
  throw builderErrors.create("CHAT_NEEDS_STATE", {
    message: `The state of agent "${agent}" requires ${required.join(", ")}, which a chat turn does not bring.`,
    hint: "Use run({ … }) or stream({ … }) with a whole state, or make these keys optional or give them defaults.",
    details: { required },
  });
}

function lacksMessages(agent: string, required: readonly string[]) {
  return builderErrors.create("CHAT_NEEDS_STATE", {
    message: `The state of agent "${agent}" has no key messages for a chat turn to be kept in.`,
    hint: "Declare it with withMessages(schema) of @pergola/config, or use run({ … }) or stream({ … }) with a whole state.",
    details: { required },
  });
}

function readZod(schema: z.ZodObject): ChatState {
  const { shape } = schema;
  if (!("messages" in shape)) return { required: ["messages"], defaults: {} };
  // A default of a key with a reducer is its channel's: given as input it would be written on top of it.
  const reduced = reducedKeys(schema);
  const required: string[] = [];
  const defaults: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape)) {
    if (reduced.has(key)) continue;
    const { success, data } = (field as z.ZodType).safeParse(undefined);
    if (!success) required.push(key);
    else if (data !== undefined) defaults[key] = data;
  }
  return { required, defaults };
}

function readAnnotation({ spec }: Exclude<StateDefinition, z.ZodObject>): ChatState {
  return { required: "messages" in spec ? [] : ["messages"], defaults: {} };
}
