import { loadVitest } from "../vitest.ts";
import { frozen, plainCopy } from "./frozen.ts";
import { parseConfig } from "./make-step.ts";
import type { StepStrategySubject } from "./step-strategy-subject.ts";

const SURPLUS = "no_step_has_this_option";

/** What a schema takes, and how it refuses. */
export function configTests(subject: StepStrategySubject): void {
  const { expect, test } = loadVitest();
  const { strategy } = subject;
  const cases = Object.entries(subject.cases);

  test.each(cases)("takes the config: %s", (_, { config, tools = [] }) => {
    const parsed = parseConfig(subject, config);
    const problems = parsed.strategy.validate?.(parsed.config, { stateKeys: undefined, tools });
    expect(problems ?? []).toEqual([]);
  });

  test.each(cases)("takes a frozen config, and changes nothing of it: %s", (_, { config }) => {
    const given = frozen(plainCopy(config));
    const before = plainCopy(given);
    parseConfig(subject, given);
    expect(given).toEqual(before);
  });

  test.each(cases)("names an option that there is not: %s", (_, { config }) => {
    const refused = strategy.configSchema.safeParse({ ...config, [SURPLUS]: true });
    expect(refused.success, "the schema is a z.strictObject()").toBe(false);
    expect(JSON.stringify(refused.error?.issues)).toContain(SURPLUS);
  });

  test.each([undefined, null, 7, "text", []])("refuses %j for a config, and does not throw", (config) => {
    expect(strategy.configSchema.safeParse(config).success).toBe(false);
  });
}
