import { resourceErrors } from "../errors.ts";

const VERSION = "s1.";

/** The cursor of a page of sessions that ended with the one last changed at `revision`, a number that only grows. */
export function encodeSessionCursor(revision: number): string {
  return VERSION + revision.toString(36);
}

/** @throws BAD_CURSOR for anything that {@link encodeSessionCursor} cannot have made. */
export function decodeSessionCursor(cursor: string): number {
  const revision = Number.parseInt(String(cursor).slice(VERSION.length), 36);
  if (Number.isSafeInteger(revision) && revision >= 0 && encodeSessionCursor(revision) === cursor)
    return revision;
  throw resourceErrors.create("BAD_CURSOR", {
    message: `${JSON.stringify(String(cursor).slice(0, 80))} is no cursor of a page of sessions.`,
    hint: "Pass the nextCursor of the page before as it is, or leave it out to begin with the newest.",
  });
}
