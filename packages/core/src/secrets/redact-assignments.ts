import { REDACTED } from "./redacted.ts";
import { isSecretKey } from "./secret-key.ts";

/** The sign after a name: `name: `, `"name":`, `\"name\":`, `name=`. Looked for from the sign, so that it costs little elsewhere. */
const SIGN = /[:=](?<=(?<![\w.-])([A-Za-z_][\w.-]{2,63})\\{0,3}["']?\s{0,2}[:=])/g;
/** What stands after it, in quotes or as far as a word goes. */
const QUOTED = /(\s{0,2}\\{0,3}["'])([^"'\\\n]{4,4096})/y;
const AFTER_EQUALS = /(\s{0,2})([^\s"'\\,;&<>(){}[\]|]{4,2048})/y;
const AFTER_COLON = /(\s{0,2})([^\s"'\\,;&<>(){}[\]|:]{8,2048})/y;
const FLAG = /(?<=--([a-z][a-z-]{2,40})[ =])[^\s"']{4,4096}/gi;
/** A whole line: a cookie has several values. */
const HEADER_LINE =
  /^([ \t<>*]{0,4}(?:set-cookie|cookie|proxy-authorization|authorization):\s?)(?=\S*[=\d])[^\r\n]{4,8192}/gim;
/** Not a value, but where it comes from, or that it is covered already. */
const REFERENCE = /^(?:\$|<|…|\*{3}|\[redacted|process\.env|undefined$|null$|true$|false$)/;

/** Covers the values of keys that sound secret, where a text has them. */
export function redactAssignments(text: string): string {
  const lines = text.includes(":") ? text.replace(HEADER_LINE, `$1${REDACTED}`) : text;
  return redactValues(lines.includes("--") ? redactFlags(lines) : lines);
}

function redactFlags(text: string): string {
  return text.replace(FLAG, (value, name: string) =>
    isSecretKey(name) && !REFERENCE.test(value) ? REDACTED : value,
  );
}

function redactValues(text: string): string {
  let shown = "";
  let from = 0;
  for (const { 0: sign, 1: name = "", index } of text.matchAll(SIGN)) {
    if (index < from || !isSecretKey(name)) continue;
    const value = valueAt(text, index, sign);
    if (value === undefined) continue;
    shown += text.slice(from, value.start) + REDACTED;
    from = value.end;
  }
  return from === 0 ? text : shown + text.slice(from);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function valueAt(text: string, index: number, sign: string): Span | undefined {
  const quoted = spanOf(QUOTED, text, index + 1);
  if (quoted !== undefined) return quoted;
  const bare = spanOf(sign === "=" ? AFTER_EQUALS : AFTER_COLON, text, index + 1);
  if (bare === undefined) return undefined;
  // A call is code, and what has no digit is mostly a word of a sentence.
  const isJoined = sign === "=" && bare.start === index + 1;
  return (isJoined && text[bare.end] !== "(") || isLikely(text.slice(bare.start, bare.end))
    ? bare
    : undefined;
}

const isLikely = (value: string) => value.length >= 8 && /\d/.test(value);

function spanOf(pattern: RegExp, text: string, from: number): Span | undefined {
  pattern.lastIndex = from;
  const [, before = "", value = ""] = pattern.exec(text) ?? [];
  if (value === "" || REFERENCE.test(value)) return undefined;
  const start = from + before.length;
  return { start, end: start + value.length };
}
