import { AgentBuilder } from "@pergola/builders";
import { mergeable } from "@pergola/config";
import type { StepEntry } from "@pergola/core-steps";
import { z } from "zod";
import { numbered, tools } from "./tools.ts";
import { using } from "./using.ts";

const State = mergeable(
  z.object({
    topic: z.string().default("ants"),
    other: z.string().default("bees"),
    answer: z.unknown().optional(),
    note: z.unknown().optional(),
    left: z.array(z.string()).default(["a", "b"]),
    right: z.array(z.string()).default(["c"]),
    item: z.unknown().optional(),
    place: z.unknown().optional(),
    result: z.unknown().optional(),
    log: z.array(z.string()).default([]),
  }),
  { log: "append", answer: "last", result: "last" },
);

type Values = Readonly<Record<string, unknown>>;

/** A step of a function, as data. */
export const custom = (step: (state: Values) => unknown): StepEntry => ({ step: "custom", config: { step } });

/** A step that notes a word. */
export const notes = (word: string): StepEntry => custom(() => ({ log: [word] }));

/** The state that one step leaves, without messages. */
export async function leftBy(step: string, config: object): Promise<Values> {
  const builder = new AgentBuilder(State).withTools([...tools, numbered("map")]);
  return using(builder.withStep(step, config as Values).build(), async (agent) => {
    const { messages: _, ...state } = (await agent.run({})) as Values;
    return state;
  });
}

/** Most of some steps that are under way at the same time. */
export function crowd() {
  let now = 0;
  let most = 0;
  const step = custom(async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => void setImmediate(resolve));
    now -= 1;
  });
  return { step, most: () => most };
}
