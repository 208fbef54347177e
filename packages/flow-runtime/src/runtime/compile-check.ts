import { flowErrors } from "../errors.ts";
import { describeIssues, type SchemaResult, type StandardSchema } from "../standard-schema.ts";

/** What fits, as its schema makes it. */
export interface Checked {
  readonly value: unknown;
}

/** @throws VALIDATION_FAILED */
export type Check = (value: unknown) => Checked | Promise<Checked>;

/** A schema as one function, made once for each node. */
export function compileCheck(node: string, side: "input" | "output", schema: StandardSchema): Check {
  const { "~standard": standard } = schema;
  const checked = (result: SchemaResult<unknown>): Checked => {
    if (result.issues === undefined) {
      // A getter that throws does it here, where it is the failure of an attempt.
      void result.value;
      return result;
    }
    throw flowErrors.create("VALIDATION_FAILED", {
      message: `The ${side} of node "${node}" does not fit its schema: ${describeIssues(result.issues)}.`,
      hint:
        side === "input"
          ? "Correct what is sent to the node, or its schema."
          : "Correct what the node returns, or its schema.",
      details: { node, side },
    });
  };
  return (value) => {
    const result = standard.validate(value);
    if (result instanceof Promise) return result.then(checked);
    // Some promises are of another make.
    return "then" in result ? Promise.resolve(result).then(checked) : checked(result);
  };
}
