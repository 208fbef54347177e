import { z } from "zod";
import { loadVitest } from "../vitest.ts";
import type { StepStrategySubject } from "./step-strategy-subject.ts";

/** What of a config editors can be told: everything but the options that the subject gives a reason for. */
export function jsonTests({ strategy, notJson = {} }: StepStrategySubject): void {
  const { expect, test } = loadVitest();
  const { shape } = strategy.configSchema as Partial<z.ZodObject>;
  const options: [string, z.ZodType][] =
    shape === undefined
      ? [["the whole config", strategy.configSchema]]
      : (Object.entries(shape) as [string, z.ZodType][]);

  test.each(options)("the JSON Schema of %s can be made, unless there is a reason", (option, schema) => {
    const failure = jsonFailure(schema);
    const reason = Object.hasOwn(notJson, option) ? notJson[option] : undefined;
    if (reason === undefined) expect(failure).toBeUndefined();
    else expect(failure, `it can be made, against the reason "${reason}"`).toBeDefined();
  });

  test("every reason is of an option that there is", () => {
    const known = options.map(([option]) => option);
    expect(Object.keys(notJson).filter((option) => !known.includes(option))).toEqual([]);
  });
}

function jsonFailure(schema: z.ZodType): unknown {
  try {
    z.toJSONSchema(schema, { io: "input" });
    return undefined;
  } catch (error) {
    return error;
  }
}
