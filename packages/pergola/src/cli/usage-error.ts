import type { Command, CommanderError } from "commander";
import { pergolaErrors } from "../errors.ts";

/** What is wrong with a command line, as an error of ours. */
export function usageError(error: CommanderError, program: Command, args: readonly string[]) {
  const [, message = "", suggestion] = /^(?:error: )?([\s\S]*?)(?:\n\((.*)\))?$/.exec(error.message) ?? [];
  const seeHelp = `See \`${commandPath(program, args)} --help\`.`;
  return pergolaErrors.create("INVALID_USAGE", {
    message: sentence(message),
    hint: suggestion === undefined ? seeHelp : `${suggestion} ${seeHelp}`,
    details: { reason: error.code },
  });
}

/** The commands that the line begins with, as far as there are such. */
function commandPath(program: Command, [word, ...rest]: readonly string[]): string {
  const next = program.commands.find((each) => each.name() === word);
  return next === undefined ? program.name() : `${program.name()} ${commandPath(next, rest)}`;
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
