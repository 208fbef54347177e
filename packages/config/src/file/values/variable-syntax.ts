// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are about them

/** A piece of a text: as it is, or a variable. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string; readonly fallback?: string };

/** What is wrong with a `${…}`, in words. */
export interface SyntaxDefect {
  readonly message: string;
  readonly hint: string;
}

const START = /\$\$\{|\$\{/g;
const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * The parts of a text: `${NAME}`, `${NAME:-default}`, and `$${…}` for a literal `${…}`. A lone `$` is a dollar.
 *
 * @returns what is wrong, when something is
 */
export function parseVariables(text: string): readonly TextPart[] | SyntaxDefect {
  const parts: TextPart[] = [];
  let at = 0;
  START.lastIndex = 0;
  for (let found = START.exec(text); found !== null; found = START.exec(text)) {
    const end = text.indexOf("}", found.index);
    if (end === -1) return UNTERMINATED;
    if (found.index > at) parts.push({ kind: "text", text: text.slice(at, found.index) });
    const written = text.slice(found.index, end + 1);
    const part: TextPart | SyntaxDefect = written.startsWith("$$")
      ? { kind: "text", text: written.slice(1) }
      : variable(written);
    if ("message" in part) return part;
    parts.push(part);
    at = end + 1;
    START.lastIndex = at;
  }
  return at < text.length ? [...parts, { kind: "text", text: text.slice(at) }] : parts;
}

function variable(written: string): TextPart | SyntaxDefect {
  const [, name, fallback] = VARIABLE.exec(written.slice(2, -1)) ?? [];
  if (name === undefined) return NO_NAME;
  if (fallback?.includes("${") === true) return NESTED;
  return { kind: "variable", name, ...(fallback !== undefined && { fallback }) };
}

const FORMS = "Write ${NAME} or ${NAME:-default}; $${ is a literal ${.";

// The text itself is not repeated: it may hold a secret as its default.
const UNTERMINATED: SyntaxDefect = {
  message: "A ${ has no } after it.",
  hint: `Close it; in YAML quote a text with " #" or ": " in it. ${FORMS}`,
};
const NO_NAME: SyntaxDefect = {
  message: "What stands in ${…} is no name of a variable.",
  hint: `A name has letters, digits and _, and begins with no digit. ${FORMS}`,
};
const NESTED: SyntaxDefect = {
  message: "The default of a ${…} has another ${ in it.",
  hint: "Write the default as plain text: variables do not nest.",
};
