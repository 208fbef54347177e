import { resourceErrors } from "../errors.ts";
import { receivedValue } from "../received-value.ts";
import { plainSpelling } from "./plain-spelling.ts";

const MAX_PATH_CHARACTERS = 1024;
const MAX_PARTS = 32;

/** Names that Windows takes for devices, whatever comes after them. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *(?:[.:]|$)/i;

/**
 * Checks a path of a stored file: relative, parts joined by `/`, no part empty, `.`, `..` or the name of a device, none
 * that ends with a dot or a space, and none of all that in disguise (`%2e%2e`, look-alike dots and slashes). What passes
 * means the same on every system.
 *
 * @throws FILE_PATH_INVALID
 */
export function requireStoragePath(path: string): string {
  const problem = pathProblem(path);
  if (problem !== undefined) throw invalidStoragePath(path, problem);
  return path;
}

/** A path for messages, whatever was given as one. */
export const quotedPath = (path: unknown): string =>
  typeof path === "string" ? JSON.stringify(path.slice(0, 200)) : `(${receivedValue(path, false)})`;

/** @param problem continues "The path … " */
export function invalidStoragePath(path: unknown, problem: string) {
  return resourceErrors.create("FILE_PATH_INVALID", {
    message: `The path ${quotedPath(path)} ${problem}.`,
    hint: 'Use a relative path with forward slashes, for example "reports/june.md".',
  });
}

function pathProblem(path: unknown): string | undefined {
  if (typeof path !== "string" || path === "") return "is not a non-empty text";
  if (path.length > MAX_PATH_CHARACTERS) return `is longer than ${MAX_PATH_CHARACTERS} characters`;
  if (!path.isWellFormed()) return "has a lone surrogate";
  return shapeProblem(path) ?? disguiseProblem(path);
}

function shapeProblem(path: string): string | undefined {
  if (/[\\\p{Cc}]/u.test(path)) return "has a backslash or a control character";
  if (/^(?:[a-z]:|~)/i.test(path)) return "begins with a drive or a home folder";
  const parts = path.split("/");
  if (parts.some((part) => part === "" || /^\.{1,2}$/.test(part)))
    return 'has an empty, "." or ".." part, or begins or ends with "/"';
  if (parts.some((part) => /^ |[. ]$/.test(part)))
    return "has a part that begins with a space, or ends with a dot or a space";
  if (parts.length > MAX_PARTS) return `has more than ${MAX_PARTS} parts`;
  if (parts.some((part) => DEVICE.test(part))) return "has a part that is the name of a device";
  return undefined;
}

function disguiseProblem(path: string): string | undefined {
  const plain = plainSpelling(path);
  if (plain === path) return undefined;
  const parts = plain.split("/");
  const isTraversal =
    parts.length > path.split("/").length ||
    /[\\\p{Cc}]/u.test(plain) ||
    parts.some((part) => /^[. ]*$/.test(part) || DEVICE.test(part));
  return isTraversal ? 'has a separator, "..", a control character or a device in disguise' : undefined;
}
