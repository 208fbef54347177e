import { Annotation } from "@langchain/langgraph";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import { mergeable, type StateInputOf, type StateOf } from "../index.ts";

const Base = z.object({
  log: z.array(z.string()),
  notes: z.array(z.number()).default([]),
  tags: z.array(z.string()).optional(),
  facts: z.record(z.string(), z.number()),
  count: z.number().optional(),
});
const State = mergeable(Base, {
  log: "append",
  notes: "append",
  tags: "append",
  facts: "merge",
  count: (current, update) => {
    expectTypeOf(current).toEqualTypeOf<number | undefined>();
    expectTypeOf(update).toEqualTypeOf<number>();
    return (current ?? 0) + update;
  },
});

expectTypeOf<StateOf<typeof State>>().toEqualTypeOf<StateOf<typeof Base>>();
expectTypeOf<StateInputOf<typeof State>>().toEqualTypeOf<{
  log: string | string[];
  notes?: number | number[] | undefined;
  tags?: string | string[] | undefined;
  facts: Record<string, number>;
  count?: number | undefined;
}>();

// @ts-expect-error a number is no list
mergeable(Base, { count: "append" });
// @ts-expect-error a list is no object
mergeable(Base, { log: "merge" });
// @ts-expect-error no such reducer
mergeable(Base, { log: "apend" });
// @ts-expect-error no such key
mergeable(Base, { lgo: "append" });

const Channels = Annotation.Root({ log: Annotation<string[]>, count: Annotation<number> });
const Merged = mergeable(Channels, { log: "append", count: (current = 0, update) => current + update });
expectTypeOf<StateOf<typeof Merged>>().toEqualTypeOf<{ log: string[]; count: number }>();
expectTypeOf<NonNullable<StateInputOf<typeof Merged>["log"]>>().toEqualTypeOf<string | string[]>();
// @ts-expect-error a number is no list
mergeable(Channels, { count: "append" });
