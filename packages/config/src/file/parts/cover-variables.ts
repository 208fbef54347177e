import { type SourceNode, scalarsOf } from "../source/source-node.ts";

/** A value of one or two characters is everywhere; those are covered where they stand. */
const MIN_CHARACTERS = 3;

/** How a message names what came from variables. */
export const nameOf = (variables: readonly string[]) => variables.map((name) => `\${${name}}`).join("");

/**
 * Covers the values that variables have brought into a tree by their names, as they are and as JSON writes them. It costs
 * what the text is long, however many values there are.
 */
export function coverOf(root: SourceNode): (text: string) => string {
  const names = new Map<string, string>();
  for (const { node } of scalarsOf(root)) {
    if (node.variables === undefined) continue;
    const shown = String(node.value);
    for (const spelling of [shown, JSON.stringify(shown).slice(1, -1)])
      if (spelling.length >= MIN_CHARACTERS) names.set(spelling, nameOf(node.variables));
  }
  const byStart = Map.groupBy([...names.keys()], (value) => value.slice(0, MIN_CHARACTERS));
  for (const values of byStart.values()) values.sort((one, other) => other.length - one.length);
  return (text) => covered(text, names, byStart);
}

function covered(
  text: string,
  names: ReadonlyMap<string, string>,
  byStart: ReadonlyMap<string, readonly string[]>,
): string {
  if (names.size === 0) return text;
  let [result, at] = ["", 0];
  while (at < text.length) {
    const candidates = byStart.get(text.slice(at, at + MIN_CHARACTERS));
    const found = candidates?.find((value) => text.startsWith(value, at));
    result += found === undefined ? text[at] : names.get(found);
    at += found?.length ?? 1;
  }
  return result;
}
