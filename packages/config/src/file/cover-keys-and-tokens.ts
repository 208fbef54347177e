import { redactText } from "@pergola/core";

/** A line with what looks like a key or token covered, as long as it was: marks stay under what they mark. */
export function coverKeysAndTokens(line: string): string {
  if (redactText(line) === line) return line;
  const covered = line.replace(/\S+/g, (word) => (redactText(word) === word ? word : stars(word)));
  return redactText(covered) === covered ? covered : stars(covered);
}

const stars = (text: string) => text.replace(/\S/g, "*");
