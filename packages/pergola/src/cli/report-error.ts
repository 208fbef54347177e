import { errorMessage, isPergolaError, toErrorData } from "@pergola/core";
import type { CliContext, CliOutput } from "./cli-context.ts";
import { paint } from "./paint.ts";
import { printable } from "./printable.ts";
import { write } from "./write.ts";

/** Tells on stderr what a command failed with. */
export async function reportError(
  error: unknown,
  args: readonly string[],
  { stderr }: CliContext,
): Promise<void> {
  if (isPergolaError(error, "INTERRUPTED") && error.details.signal === "SIGPIPE") return;
  await write(stderr, errorReport(error, args, stderr)).catch(() => undefined); // There is nowhere else to tell it.
}

/** An error for people, or with `--json` as a line of JSON. */
export function errorReport(error: unknown, args: readonly string[], output: CliOutput): string {
  return wantsJson(args) ? `${errorJson(error)}\n` : errorText(error, output);
}

/** Read by hand: a command line that is wrong has no options yet. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? args.length : end).includes("--json");
}

const errorJson = (error: unknown) =>
  JSON.stringify({ error: isPergolaError(error) ? error.toJSON() : toErrorData(error) });

function errorText(error: unknown, output: CliOutput): string {
  const { code, message, hint, cause } = toErrorData(error);
  const lines = [
    `${paint(["red", "bold"], "error", output)} ${paint("bold", code, output)}: ${printable(message, output)}`,
    ...(cause !== undefined && !message.includes(cause.message)
      ? [`  cause: ${printable(errorMessage(cause), output)}`]
      : []),
    ...(hint === undefined ? [] : [`  hint: ${printable(hint, output)}`]),
  ];
  return `${lines.join("\n")}\n`;
}
