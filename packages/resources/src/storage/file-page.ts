import { resourceErrors } from "../errors.ts";
import { receivedValue } from "../received-value.ts";

const VERSION = "f1.";
const DEFAULT_FILES = 100;
const MAX_FILES = 1000;

/** Files on a page: `limit` brought into 1–1000; 100 when nothing, or no number, was asked for. */
function filePageSize(limit: number | undefined): number {
  if (limit === undefined || Number.isNaN(limit)) return DEFAULT_FILES;
  return Math.max(1, Math.min(MAX_FILES, Math.floor(limit)));
}

/** The cursor of a page that ended with this path. */
function encodeFileCursor(path: string): string {
  return VERSION + encodeURIComponent(path);
}

/** @throws BAD_CURSOR for anything that {@link encodeFileCursor} cannot have made */
function decodeFileCursor(cursor: string): string {
  const path = typeof cursor === "string" ? decoded(cursor.slice(VERSION.length)) : undefined;
  if (path !== undefined && path !== "" && encodeFileCursor(path) === cursor) return path;
  throw resourceErrors.create("BAD_CURSOR", {
    message: `${typeof cursor === "string" ? JSON.stringify(cursor.slice(0, 80)) : receivedValue(cursor, true)} is no cursor of a page of files.`,
    hint: "Pass the nextCursor of the page before as it is, or leave it out to begin with the first file.",
  });
}

/**
 * The page of some paths that comes after `cursor`, and where the next one begins.
 *
 * @param paths in any order
 */
export function pathsOfPage(
  paths: readonly string[],
  { cursor, limit }: { readonly cursor?: string; readonly limit?: number },
): { readonly paths: readonly string[]; readonly nextCursor?: string } {
  const after = cursor === undefined ? "" : decodeFileCursor(cursor);
  const rest = paths.filter((path) => path > after).sort(byCodeUnits);
  const page = rest.slice(0, filePageSize(limit));
  const last = page.at(-1);
  return last === undefined || page.length === rest.length
    ? { paths: page }
    : { paths: page, nextCursor: encodeFileCursor(last) };
}

/** The order of paths, the same on every machine. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
