import type { z } from "zod";
import { toolErrors } from "./errors.ts";
import type { Tool } from "./tool.ts";

/** One defect of a call's arguments. */
export interface ArgumentProblem {
  /** For example `items[2].price`; empty for the arguments as a whole. */
  readonly path: string;
  /** What was found and what is expected. */
  readonly message: string;
}

/**
 * The arguments of a call, checked against the tool's schema. Takes a value, or the JSON text of one as it came off
 * the wire; nothing at all stands for no arguments.
 *
 * @throws TOOL_INVALID_ARGUMENTS whose message tells the model which argument is wrong and what is expected.
 */
export async function parseToolArguments(
  tool: Tool,
  rawArguments: unknown,
): Promise<Record<string, unknown>> {
  const result = await tool.input.safeParseAsync(toValue(tool, rawArguments), { reportInput: true });
  if (result.success) return result.data;
  throw invalidArguments(tool, result.error.issues.map(toProblem));
}

function toValue(tool: Tool, rawArguments: unknown): unknown {
  if (rawArguments === undefined || rawArguments === null || rawArguments === "") return {};
  if (typeof rawArguments !== "string") return rawArguments;
  try {
    return JSON.parse(rawArguments);
  } catch (cause) {
    const problem = { path: "", message: `not valid JSON (${(cause as SyntaxError).message})` };
    throw invalidArguments(tool, [problem]);
  }
}

function toProblem(issue: z.core.$ZodIssue): ArgumentProblem {
  const path = issue.path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text && "."}${String(key)}`),
    "",
  );
  return { path, message: issue.message };
}

function invalidArguments(tool: Tool, problems: readonly ArgumentProblem[]) {
  const list = problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const known = Object.keys(tool.input.shape);
  return toolErrors.create("TOOL_INVALID_ARGUMENTS", {
    message: `The arguments of "${tool.name}" are wrong. ${list.join("; ")}.`,
    hint: known.length === 0 ? "Mend the arguments and call again." : `Call again with: ${known.join(", ")}.`,
    details: { tool: tool.name, problems },
  });
}
