import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import type { StepEntry } from "../step-strategy.ts";
import { someStepEntries } from "./step-entries.ts";

/** State keys that hold a list, or might. */
export type ListKey<State> = {
  [Key in keyof State]-?: NonNullable<State[Key]> extends readonly unknown[]
    ? Key
    : unknown extends State[Key]
      ? Key
      : never;
}[keyof State] &
  string;

/** Config of the `map` step: the same steps for each element of a list. */
export interface MapStepConfig<State = Record<string, unknown>, Nested = StepEntry> extends CommonStepConfig {
  /** State key that holds the list. */
  readonly over: ListKey<State>;
  /** State key under which the steps see their element. */
  readonly item: keyof State & string;
  /** State key under which they see its place, from 0. */
  readonly index?: keyof State & string;
  readonly steps: readonly Nested[];
  /** State key that the steps write their result to; it stays among them. Needs `into`. */
  readonly collect?: keyof State & string;
  /** State key that gets the list of what was collected, in the order of the elements. */
  readonly into?: ListKey<State>;
  /** Most elements that are worked on at the same time. Default 4. */
  readonly concurrency?: number;
}

const key = lazySchema(() => z.string().min(1));

export const mapConfigSchema = lazySchema(() =>
  z
    .strictObject({
      over: key,
      item: key,
      index: key.optional(),
      steps: someStepEntries,
      collect: key.optional(),
      into: key.optional(),
      concurrency: z.int().min(1).optional(),
    })
    .superRefine(({ item, index, collect, into }, { addIssue }) => {
      if (collect !== undefined && into === undefined)
        addIssue({
          code: "custom",
          path: ["into"],
          message: "With `collect`, `into` must name the key that gets the list",
        });
      if (collect === undefined && into !== undefined)
        addIssue({
          code: "custom",
          path: ["collect"],
          message: "With `into`, `collect` must name the key to collect",
        });
      const named = Object.entries({ item, index, collect, into }).filter(([, value]) => value !== undefined);
      for (const [position, [option, value]] of named.entries()) {
        const twin = named.slice(0, position).find(([, other]) => other === value);
        if (twin !== undefined)
          addIssue({
            code: "custom",
            path: [option],
            message: `\`${option}\` and \`${twin[0]}\` both name "${value}"; each needs a key of its own`,
          });
      }
    }),
);
