import { redactKnown } from "./known-secrets.ts";
import { redactAddresses } from "./redact-addresses.ts";
import { redactAssignments } from "./redact-assignments.ts";
import { redactTokens } from "./redact-tokens.ts";
import { REDACTED } from "./redacted.ts";

/** What is longer is cut: a text that nobody has looked through must not be shown. */
export const MAX_REDACTED_TEXT = 4_194_304;
/** The shortest secret that can be told by its looks, with its context. */
const SHORTEST_TEXT = 8;
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;
/** As vendors show a key: its ends, with something in between. */
const MASKED =
  /(?<![A-Za-z0-9])[sr]k[-_](?:[\w-]{3,40}(?:\*{2,}|•{2,}|…|\.{3})[\w*-]{0,40}|[\w-]{0,2}(?:\*{2,}|•{2,}|…|\.{3})[\w*-]{3,40})/g;

/**
 * A text without its secrets: values that are held (`holdSecrets`), private keys, passwords in addresses, values of keys
 * that sound secret, and what looks like a key or token of one of the usual vendors. Linear in the text's length; of more than
 * 4 194 304 characters the rest is cut. The same text when there is nothing to cover.
 */
export function redactText(text: string): string {
  if (text.length < SHORTEST_TEXT) return text;
  if (text.length > MAX_REDACTED_TEXT) return cut(text);
  return redactTokens(redactAssignments(redactAddresses(redactMarked(redactKnown(text)))));
}

function redactMarked(text: string): string {
  const keys = text.includes("-----BEGIN") ? text.replace(PRIVATE_KEY, REDACTED) : text;
  return keys.includes("k-") || keys.includes("k_") ? keys.replace(MASKED, REDACTED) : keys;
}

function cut(text: string): string {
  const left = text.length - MAX_REDACTED_TEXT;
  return `${redactText(text.slice(0, MAX_REDACTED_TEXT))}… (${left} more characters)`;
}
