import { REDACTED } from "./redacted.ts";

/** User and password before the host; what looks like a port before a path is none. */
const USER_AND_PASSWORD =
  /(?<=[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s:@/"'<>]{0,256}:(?!\d{1,5}[/?#])[^\s"'<>]{1,256}?@(?=[\w[%.-])/gi;
/** A key in the place of the user, as in the address of a repository. */
const KEY_AS_USER = /(?<=[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s:@/"'<>]{16,512}@/gi;

/** Covers user and password in addresses; `postgres://ada@db` stays. */
export function redactAddresses(text: string): string {
  if (!text.includes("://") || !text.includes("@")) return text;
  return text.replace(USER_AND_PASSWORD, `${REDACTED}@`).replace(KEY_AS_USER, `${REDACTED}@`);
}
