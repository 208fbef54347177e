import { resourceErrors } from "../errors.ts";

/** The cursors of one kind of page: each names the number, ever growing, that the page ended with. */
export interface PageCursor {
  encode(number: number): string;
  /** @throws BAD_CURSOR for anything that `encode` cannot have made */
  decode(cursor: string): number;
}

/** @param items what is on the pages, for the message of an error */
function pageCursor(version: string, items: string): PageCursor {
  const encode = (number: number) => version + number.toString(36);
  return {
    encode,
    decode(cursor) {
      const number = Number.parseInt(String(cursor).slice(version.length), 36);
      if (Number.isSafeInteger(number) && number >= 0 && encode(number) === cursor) return number;
      throw resourceErrors.create("BAD_CURSOR", {
        message: `${JSON.stringify(String(cursor).slice(0, 80))} is no cursor of a page of ${items}.`,
        hint: "Pass the nextCursor of the page before as it is, or leave it out to begin with the newest.",
      });
    },
  };
}

/** Of pages of sessions: the revision of the last one. */
export const sessionCursor: PageCursor = pageCursor("s1.", "sessions");

/** Of pages of runs: the place of the last one in the order of admissions. */
export const runCursor: PageCursor = pageCursor("r1.", "runs");
