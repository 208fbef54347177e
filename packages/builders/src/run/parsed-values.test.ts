import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";
import { WAYS } from "./engine-ways.test-helper.ts";

const State = z.object({
  given: z.coerce.number(),
  written: z.coerce.number().optional(),
  seen: z.string().optional(),
  options: z.object({ depth: z.number().default(1) }).optional(),
});

it.each(WAYS)("steps and results have values as the schema gives them, $way", async ({ options }) => {
  const agent = await new AgentBuilder(State)
    .withStep("custom", { step: () => ({ written: "7" as never, options: {} as never }) })
    .withStep("custom", { step: (state) => ({ seen: JSON.stringify(state) }) })
    .build();
  const { seen, ...state } = await agent.run({ given: "5" }, options);
  const expected = { given: 5, written: 7, options: { depth: 1 } };
  expect(state).toEqual(expected);
  expect(JSON.parse(seen ?? "")).toEqual(expected);
});
