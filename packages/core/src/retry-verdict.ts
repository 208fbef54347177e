import { coreErrors } from "./errors.ts";
import type { RetryPolicy } from "./retry-policy.ts";

/**
 * What a policy's `retryIf` says of an error, at once. A promise would count as yes, whatever it says later.
 *
 * @param owner what the policy is of, for the message: `step "ask"`.
 * @throws INVALID_RETRY_IF when it gave a promise; the cause is the error that it was asked about
 */
export function retryVerdict(
  retryIf: NonNullable<RetryPolicy["retryIf"]>,
  error: unknown,
  owner: string,
): boolean {
  // Plain JavaScript and casts give what the type rules out.
  const verdict: unknown = retryIf(error);
  if (!isThenable(verdict)) return Boolean(verdict);
  // Nobody waits for it, and nobody has to hear that it failed.
  Promise.resolve(verdict).catch(() => undefined);
  throw coreErrors.create("INVALID_RETRY_IF", {
    message: `The retryIf of ${owner} returned a promise; expected true or false.`,
    hint: "Make retryIf a plain function that looks at the error alone. The cause is the error it was asked about.",
    details: { owner },
    cause: error,
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
