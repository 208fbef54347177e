import { errorMessage } from "@pergola/core";
import { mergeResults, type ResourceProblem, type ValidationResult } from "./validation-result.ts";

/** What a check of an author's own says, its paths under the key of the resource. Throws nothing. */
export function askAuthor(key: string, name: string, ask: () => unknown): ValidationResult {
  try {
    const answer = ask();
    return answer instanceof Promise ? laterAnswer(key, name, answer) : toResult(key, name, answer);
  } catch (thrown) {
    return failedCheck(key, name, thrown);
  }
}

/** What a check has answered, as a result whose paths begin with the key of the resource. */
export function toResult(key: string, name: string, answer: unknown): ValidationResult {
  if (answer === undefined) return mergeResults([]);
  if (typeof answer !== "object" || answer === null) return oddAnswer(key, name);
  const { errors = [], warnings = [] } = answer as Partial<ValidationResult>;
  if (!Array.isArray(errors) || !Array.isArray(warnings)) return oddAnswer(key, name);
  const under = (problem: ResourceProblem) => ({ ...problem, path: [key, ...(problem.path ?? [])] });
  return { errors: errors.map(under), warnings: warnings.map(under) };
}

/** A check that threw is a problem like any other. */
export function failedCheck(key: string, name: string, thrown: unknown): ValidationResult {
  return errorAt(
    [key, name],
    `The check failed: ${errorMessage(thrown)}`,
    "Mend the check: it returns what it finds.",
  );
}

function laterAnswer(key: string, name: string, answer: Promise<unknown>): ValidationResult {
  answer.catch(() => undefined);
  return errorAt(
    [key, name],
    "The check returned a promise; expected { errors, warnings } at once.",
    "Do what takes time in validateRuntime().",
  );
}

function oddAnswer(key: string, name: string): ValidationResult {
  return errorAt(
    [key, name],
    "The check did not return { errors, warnings } with a list each.",
    "Return { errors: [], warnings: [] } when nothing is wrong.",
  );
}

function errorAt(path: ResourceProblem["path"], message: string, hint: string): ValidationResult {
  return { errors: [{ path, message, hint }], warnings: [] };
}
