import { resourceErrors } from "../../errors.ts";
import { isUserMemoryKey } from "./user-memory-key.ts";

const VERSION = "k1.";

/** The cursors of pages of a user's memory: each names the key that the page ended with. */
export const userMemoryCursor = {
  encode: (key: string): string => VERSION + encodeURIComponent(key),
  /** @throws BAD_CURSOR for anything that `encode` cannot have made */
  decode(cursor: string): string {
    const key = keyIn(String(cursor));
    if (isUserMemoryKey(key) && userMemoryCursor.encode(key) === cursor) return key;
    throw resourceErrors.create("BAD_CURSOR", {
      message: `${JSON.stringify(String(cursor).slice(0, 80))} is no cursor of a page of a user's memory.`,
      hint: "Pass the nextCursor of the page before as it is, or leave it out to begin with the first.",
    });
  },
} as const;

function keyIn(cursor: string): string | undefined {
  try {
    return decodeURIComponent(cursor.slice(VERSION.length));
  } catch {
    return undefined; // not written by encodeURIComponent
  }
}
