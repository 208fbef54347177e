import type { RetryPolicy } from "@pergola/core";
import { z } from "zod";
import { resourceErrors } from "./errors.ts";
import { lazySchema } from "./lazy-schema.ts";
import { problemLines } from "./problem-lines.ts";
import { schemaProblems } from "./schema-problems.ts";

/** Longest wait that a timer can hold, in milliseconds: a longer one would end at once. */
const MAX_TIMER_MS = 2_147_483_647;

const shape = () =>
  ({
    maxRetries: z.int().min(0).describe("Tries after the first one.").optional(),
    backoffBaseMs: z.number().min(0).describe("Wait before the first retry, in milliseconds.").optional(),
    backoffFactor: z.number().min(1).describe("How much longer each wait is than the one before.").optional(),
    maxBackoffMs: z.number().min(0).max(MAX_TIMER_MS).describe("Longest wait, in milliseconds.").optional(),
    jitter: z.boolean().describe("Spread each wait at random between half and all of it.").optional(),
    retryIf: z
      .custom<NonNullable<RetryPolicy["retryIf"]>>(
        (value) => typeof value === "function",
        "Expected a function",
      )
      .optional(),
  }) satisfies Record<keyof RetryPolicy, z.ZodType>;

/** Schema of a `RetryPolicy`, wherever one is given; what each key means and defaults to is said there. */
export const retryPolicySchema = lazySchema(() => z.strictObject(shape()));

/** @param owner key of what the policy was given to, for example `llm`. @throws RETRY_POLICY_INVALID with every defect */
export function assertRetryPolicy(policy: RetryPolicy, owner: string): void {
  const problems = schemaProblems(retryPolicySchema, policy);
  if (problems.length === 0) return;
  throw resourceErrors.create("RETRY_POLICY_INVALID", {
    message: `The retry policy of "${owner}" has ${problems.length} defect(s): ${problemLines(problems)}`,
    hint: problems.map(({ hint, message }) => hint ?? message).join(" "),
    details: { owner, problems },
  });
}
