import type { CliOutput } from "./cli-context.ts";

/** What a terminal takes for commands: all control characters but tabs and the ends of lines. */
const COMMANDS = /\r(?!\n)|(?![\t\r\n])\p{Cc}/gu;

/** Text for a reader: a terminal is shown control characters and does not obey them; a pipe gets them as they are. */
export function printable(text: string, { isTTY = false }: CliOutput): string {
  return isTTY ? text.replace(COMMANDS, asPicture) : text;
}

/** The picture of a control character, for example ␛. */
function asPicture(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x7f) return "\u2421";
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}
