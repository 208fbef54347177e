import type { PergolaError } from "@pergola/core";
import { serverErrors } from "../errors.ts";

/** A defect of a request. */
export interface RequestProblem {
  /** Where in the body, the query or the path. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly hint?: string;
}

/** Most defects that one error lists. */
const MAX_PROBLEMS = 20;

/** One error for all defects of a request; `param` is the place of the first. */
export function invalidRequest(first: RequestProblem, ...more: readonly RequestProblem[]): PergolaError {
  const problems = [first, ...more]
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => ({ path: pathText(path), message }));
  return serverErrors.create("INVALID_REQUEST", {
    message: `The request is not valid: ${problems.map(({ path, message }) => `${path}: ${message}`).join("; ")}.`,
    hint: first.hint ?? "Correct what is named; the README of @pergola/agent-server has the whole format.",
    details: { param: pathText(first.path), problems },
  });
}

/** `messages[0].content`; `body` for the whole. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text.replace(/^\./, "") || "body";
}
