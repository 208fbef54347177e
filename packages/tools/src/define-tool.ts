import type { z } from "zod";
import { toolErrors } from "./errors.ts";
import { isZodObject, type Tool } from "./tool.ts";

/** What a vendor accepts as the name of a function. */
const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/;

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
  "timeoutMs",
] as const;

/** What an instance of a class has from its class: a copy of its own properties would lose it. */
function inherited<Input extends z.ZodObject, Output>(tool: Tool<Input, Output>): Tool<Input, Output> {
  const members = MEMBERS.filter((key) => tool[key] !== undefined).map((key) => [key, tool[key]]);
  return { ...Object.fromEntries(members), execute: (input, context) => tool.execute(input, context) };
}

function toolProblem(tool: Tool): { message: string; hint: string } | undefined {
  const { name, description, input, execute, timeoutMs } = tool;
  if (typeof name !== "string" || !TOOL_NAME.test(name)) {
    return {
      message: `The tool name ${JSON.stringify(name)} is not 1 to 64 letters, digits, "_" or "-".`,
      hint: 'Rename it, for example "search_orders".',
    };
  }
  if (typeof description !== "string" || description.trim() === "") {
    return {
      message: `The tool "${name}" has no description.`,
      hint: "Say in a sentence what it does and when to call it: the model chooses by it.",
    };
  }
  if (!isZodObject(input)) {
    return {
      message: `The input of the tool "${name}" is not a zod 4 object schema.`,
      hint: "Pass z.object({ … }); for a tool without arguments z.object({}).",
    };
  }
  if (typeof execute !== "function") {
    return {
      message: `The tool "${name}" has no execute function.`,
      hint: "Add execute(input, { signal }).",
    };
  }
  if (timeoutMs !== undefined && !(timeoutMs > 0 && Number.isFinite(timeoutMs))) {
    return {
      message: `timeoutMs of the tool "${name}" is ${timeoutMs}; expected a number above 0.`,
      hint: "Leave it out for 30 000 milliseconds.",
    };
  }
  return undefined;
}
