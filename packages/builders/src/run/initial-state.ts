import { fromZodIssues, isZodState, reducedKeys, type StateDefinition } from "@pergola/config";
import { builderErrors } from "../errors.ts";

type State = Readonly<Record<string, unknown>>;

/**
 * The state that a run begins with: what was given, and every default made anew, so that no run can change another's.
 * Values are as the schema gives them (coerced, completed), and lists and objects are not the caller's own.
 *
 * @throws INVALID_STATE with all defects
 */
export function initialState(agent: string, schema: StateDefinition, given: State): Record<string, unknown> {
  // Nothing is not written: a reducer would be given it.
  if (!isZodState(schema))
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw invalidState(agent, fromZodIssues(parsed.error.issues));
  // A default of a key with a reducer is its channel's: given as input it would be written on top of it.
  const reduced = reducedKeys(schema);
  const keys = Object.keys(parsed.data).filter((key) => given[key] !== undefined || !reduced.has(key));
  return Object.fromEntries(
    keys.map((key) => [key, key === "messages" ? (given[key] ?? parsed.data[key]) : parsed.data[key]]),
  );
}

function invalidState(agent: string, problems: ReturnType<typeof fromZodIssues>) {
  const lines = problems.map(({ path, message }) => `${path.join(".") || "state"}: ${message}`);
  return builderErrors.create("INVALID_STATE", {
    message: `The input does not fit the state of agent "${agent}": ${lines.join("; ")}.`,
    hint: "Correct the named keys, or change the state schema.",
    details: { problems },
  });
}
