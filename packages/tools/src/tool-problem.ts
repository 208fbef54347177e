import { isRepeatable } from "./is-repeatable.ts";
import { isZodObject, type Tool } from "./tool.ts";

interface ToolProblem {
  readonly message: string;
  readonly hint: string;
}

/** What a vendor accepts as the name of a function. */
const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** What is wrong with the definition of a tool, first things first. */
export function toolProblem(tool: Tool): ToolProblem | undefined {
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
  return limitProblem(tool);
}

function limitProblem(tool: Tool): ToolProblem | undefined {
  const { name, concurrency, retry: { maxRetries } = {} } = tool;
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency >= 1)) {
    return {
      message: `concurrency of the tool "${name}" is ${concurrency}; expected an integer from 1.`,
      hint: "Leave it out for no limit.",
    };
  }
  if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && maxRetries >= 0)) {
    return {
      message: `retry.maxRetries of the tool "${name}" is ${maxRetries}; expected an integer from 0.`,
      hint: "Leave retry out for no retries.",
    };
  }
  if (maxRetries !== undefined && maxRetries > 0 && !isRepeatable(tool)) {
    return {
      message: `The tool "${name}" is called again when it fails, and its sideEffect is "${tool.sideEffect}".`,
      hint: "Leave retry out, or set isIdempotent: true if a second call changes nothing more than the first.",
    };
  }
  return undefined;
}
