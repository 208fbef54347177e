import type { z } from "zod";
import { toolErrors } from "./errors.ts";
import type { Tool } from "./tool.ts";
import { toolProblem } from "./tool-problem.ts";

/**
 * Makes a tool: checks it, freezes it, and infers the types of `execute` from the schema.
 *
 * @throws TOOL_INVALID naming the part that is wrong.
 */
export function defineTool<Input extends z.ZodObject, Output>(
  tool: Tool<Input, Output>,
): Readonly<Tool<Input, Output>> {
  const problem = toolProblem(tool);
  if (problem !== undefined) throw toolErrors.create("TOOL_INVALID", problem);
  return Object.freeze({ ...inherited(tool), ...tool });
}

const MEMBERS = [
  "name",
  "description",
  "input",
  "parameters",
  "tags",
  "intents",
  "sideEffect",
  "isIdempotent",
  "timeoutMs",
  "retry",
  "concurrency",
] as const satisfies readonly (keyof Tool)[];

/** What an instance of a class has from its class: a copy of its own properties would lose it. */
function inherited<Input extends z.ZodObject, Output>(tool: Tool<Input, Output>): Tool<Input, Output> {
  const members = MEMBERS.filter((key) => tool[key] !== undefined).map((key) => [key, tool[key]]);
  return { ...Object.fromEntries(members), execute: (input, context) => tool.execute(input, context) };
}
