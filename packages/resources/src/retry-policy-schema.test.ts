import { backoffMs, type RetryPolicy } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { createLlmResource } from "./llm/create-llm-resource.ts";
import { createProviderRegistry } from "./provider-registry.ts";
import { retryPolicySchema } from "./retry-policy-schema.ts";
import { schemaProblems } from "./schema-problems.ts";

const paths = (policy: unknown) => schemaProblems(retryPolicySchema, policy).map(({ path }) => path[0]);

describe("retryPolicySchema", () => {
  it("takes every policy, and 0 and false as values", () => {
    expect(paths({})).toEqual([]);
    const zero = { maxRetries: 0, backoffBaseMs: 0, backoffFactor: 1, maxBackoffMs: 0, jitter: false };
    expect(paths({ ...zero, retryIf: () => true })).toEqual([]);
    expectTypeOf<z.output<typeof retryPolicySchema>>().toExtend<RetryPolicy>();
    expectTypeOf<RetryPolicy>().toExtend<z.input<typeof retryPolicySchema>>();
  });

  it.each([
    ["maxRetries", -1],
    ["maxRetries", 1.5],
    ["maxRetries", "3"],
    ["maxRetries", Number.POSITIVE_INFINITY],
    ["backoffBaseMs", -1],
    ["backoffBaseMs", Number.NaN],
    ["backoffFactor", 0.5],
    ["backoffFactor", 0],
    ["maxBackoffMs", -1],
    ["maxBackoffMs", 2_147_483_648],
    ["jitter", "yes"],
    ["retryIf", "always"],
  ])("refuses %s: %s", (key, value) => {
    expect(paths({ [key]: value })).toEqual([key]);
  });

  it("knows the nearest spelling of an unknown key", () => {
    expect(schemaProblems(retryPolicySchema, { backofFactor: 3 })[0]).toMatchObject({
      path: ["backofFactor"],
      hint: expect.stringContaining('Did you mean "backoffFactor"?'),
    });
  });

  it("lets only policies through whose waits a timer can hold", () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31));
    const policy = fc.record({ backoffBaseMs: number, backoffFactor: number, maxBackoffMs: number });
    fc.assert(
      fc.property(policy, fc.integer({ min: 1, max: 3_000 }), (some, retry) => {
        fc.pre(retryPolicySchema.safeParse(some).success);
        const wait = backoffMs(some, retry);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(2 ** 31);
      }),
    );
  });
});

describe("the retry policy of an llm resource", () => {
  it("is checked where it is given, every defect at once", () => {
    const retry = { maxRetries: -1, backoffFactor: 0.5 };
    const make = () => createLlmResource({ registry: createProviderRegistry(), retry });
    expect(make).toThrow(
      expect.objectContaining({
        code: "RETRY_POLICY_INVALID",
        message:
          'The retry policy of "llm" has 2 defect(s): maxRetries: Got -1; expected an integer from 0. backoffFactor: Got 0.5; expected a number from 1.',
        hint: expect.stringContaining("Set it to an integer from 0, or leave it out."),
      }),
    );
  });
});
