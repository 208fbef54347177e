import { PergolaError } from "@pergola/core";

/** A model that was to answer, and why it did not. */
export interface FailedModel {
  readonly id: string;
  readonly error: PergolaError;
}

/**
 * The error of a call that no model answered: that of the last one that was really asked, with what the others said. One
 * model's error stays as it is.
 */
export function allModelsFailed(failed: readonly FailedModel[]): PergolaError {
  const isAsked = ({ error }: FailedModel) => error.code !== "CIRCUIT_OPEN";
  const told = failed.findLast(isAsked) ?? failed.at(-1);
  if (told === undefined) throw new RangeError("No model has failed.");
  const others = failed.filter((each) => each !== told);
  if (others.length === 0) return told.error;
  const { code, message, hint, details } = told.error;
  const before = others.map(({ id, error }) => `${id}: ${error.message}`).join(" ");
  const models = failed.map(({ id, error }) => ({ model: id, code: error.code, message: error.message }));
  return new PergolaError(code, {
    message: `None of ${failed.length} models answered. ${told.id}: ${message} ${before}`,
    hint,
    details: { ...details, models },
    cause: told.error,
  });
}
