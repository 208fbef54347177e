import { inspect } from "node:util";
import { type FakeSecret, fakeSecrets } from "@pergola/core/testing";

/** All that a log, a page or an inspector could show of a value, in one text. */
export function everything(value: unknown): string {
  const parts: string[] = [inspect(value, { depth: 20, showHidden: true, maxStringLength: null })];
  if (!(value instanceof Error)) parts.push(JSON.stringify(value) ?? "");
  for (let link = value; link instanceof Error && parts.length < 30; link = link.cause)
    parts.push(link.message, String(link.stack), JSON.stringify(link), String(link));
  return parts.join("\n");
}

/** The part of a secret that opens something: its longest word. */
function tellTale({ value }: FakeSecret): string {
  return [...value.split(/[\s:/@=.]+/)].sort((a, b) => b.length - a.length)[0] as string;
}

/** For `it.each`: each kind with what must not be seen of it. */
export const KINDS = fakeSecrets().map((secret) => [secret.kind, secret.value, tellTale(secret)] as const);

/** Values that look like nothing: only their keys, or that they are known, tells them. */
export const PLAIN_SECRETS = [
  ["a password", "correct horse battery staple", "correct horse"],
  ["a key of letters", "qwertzuiopasdfghjklyxcvbnm", "qwertzuiop"],
] as const;
