import type { z } from "zod";
import type { AgentConfigProblem } from "../agent-config-problem.ts";
import { OPEN_KEY, openType } from "./open-state.ts";
import { isAnnotationState, isZodState, notAState } from "./state-definition.ts";
import { type UnrepeatablePart, unrepeatableParts } from "./unrepeatable-parts.ts";

const HINT =
  "Declare what the value is afterwards, for example z.date(), and convert in a step; or use z.preprocess(), where converting twice changes nothing.";

/** Everything that keeps a value from being the state of an agent. */
export function stateProblems(definition: unknown): readonly AgentConfigProblem[] {
  if (isAnnotationState(definition)) return reservedKeys(Object.keys(definition.spec));
  if (!isZodState(definition)) return [{ path: ["stateSchema"], ...notAState(definition) }];
  return [...reservedKeys(Object.keys(definition.shape)), ...fieldProblems(definition)];
}

function fieldProblems(definition: z.ZodObject): AgentConfigProblem[] {
  const fields = Object.entries(definition.shape).filter(([key]) => key !== "messages");
  const declared = fields.flatMap(([key, field]) =>
    unrepeatableParts(field).map((part) => ({
      path: ["stateSchema", key],
      ...parsedTwice(`The field "${key}"`, part),
    })),
  );
  const open = openType(definition);
  if (open === undefined) return declared;
  const undeclared = unrepeatableParts(open).map((part) => ({
    path: ["stateSchema"],
    ...parsedTwice("The type of undeclared keys", part),
  }));
  return [...declared, ...undeclared];
}

function parsedTwice(subject: string, { place, what }: UnrepeatablePart) {
  const where = place === "" ? "" : ` at ${place}`;
  return {
    message: `${subject} has ${what}${where}: a state is parsed more than once, so a parsed value must fit its own schema.`,
    hint: HINT,
  };
}

/** LangGraph keeps names with two underscores for itself, and takes members of objects for keys that are there already. */
function reservedKeys(keys: readonly string[]): AgentConfigProblem[] {
  const reserved = keys.filter((key) => key.startsWith("__") || key in Object.prototype);
  return reserved.map((key) => ({
    path: ["stateSchema", key],
    message:
      key === OPEN_KEY
        ? `"${OPEN_KEY}" is where an open state holds what it does not declare.`
        : `"${key}" cannot be a key of the state: LangGraph keeps it for itself.`,
    hint: "Give the key another name.",
  }));
}
