import { resourceErrors } from "../errors.ts";

const MAX_PATH_CHARACTERS = 1024;

/**
 * Checks a path of a stored file: relative, parts joined by `/`, no part empty, `.` or `..`.
 *
 * @throws FILE_PATH_INVALID
 */
export function requireStoragePath(path: string): string {
  const problem = pathProblem(path);
  if (problem === undefined) return path;
  throw resourceErrors.create("FILE_PATH_INVALID", {
    message: `The path ${JSON.stringify(String(path).slice(0, 200))} ${problem}.`,
    hint: 'Use a relative path with forward slashes, for example "reports/june.md".',
  });
}

function pathProblem(path: unknown): string | undefined {
  if (typeof path !== "string" || path === "") return "is not a non-empty text";
  if (path.length > MAX_PATH_CHARACTERS) return `is longer than ${MAX_PATH_CHARACTERS} characters`;
  if (/[\0\\]/.test(path) || !path.isWellFormed()) return "has a backslash, a NUL or a lone surrogate";
  if (path.split("/").some((part) => part === "" || part === "." || part === "..")) {
    return 'has an empty, "." or ".." part, or begins or ends with "/"';
  }
  return undefined;
}
