import type { Vector, VectorFilter } from "@pergola/resources";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import type { StepContext } from "../step.ts";
import { getRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { templateProblems } from "../templates/template-problems.ts";
import { keyProblems } from "./key-problems.ts";
import { compileInput, stepInput } from "./step-input.ts";

/** Config of the `memory-retrieval` step: what the user's memory has that is like something. */
export interface MemoryRetrievalStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  /**
   * What is looked for: a template, or a function of the state that gives a text or a vector. An empty text finds nothing.
   * Default `"{input}"`: the state's own `input`, else the text of the last user message.
   */
  readonly query?: string | ((state: State, context: StepContext) => unknown);
  /** Most hits, 1–1000. Default 3. */
  readonly k?: number;
  /** Values that the metadata of a hit must have. Default: all entries. */
  readonly filter?: VectorFilter;
  /** Least score of a hit, from -1 to 1. Default: any. */
  readonly minScore?: number;
  /** State key that gets the hits: `{ id, score, text?, metadata? }`, the best one first. */
  readonly as: keyof State & string;
}

const configSchema = lazySchema(() =>
  z.strictObject({
    query: stepInput.optional(),
    k: z.int().min(1).max(1000).optional(),
    filter: z
      .record(z.string(), z.unknown())
      .refine((filter) => Object.values(filter).every(isPlainValue), {
        error: "Expected texts, finite numbers, true, false or null",
      })
      .optional(),
    minScore: z.number().min(-1).max(1).optional(),
    as: z.string().min(1),
  }),
);

const isPlainValue = (value: unknown): boolean =>
  value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);

/** Looks into the memory of the run's user. It needs a memory with a vector store, and for texts an embedder. */
export const memoryRetrievalStep: StepStrategy<MemoryRetrievalStepConfig> = {
  name: "memory-retrieval",
  configSchema,
  nodeName: (index) => `memory_retrieval_step_${index}`,
  writes: ({ as }) => [as],
  validate: ({ query, as }, { stateKeys }) => [
    ...templateProblems("query", typeof query === "string" ? query : undefined, stateKeys),
    ...keyProblems("as", as, stateKeys),
  ],
  createStep({ query = "{input}", k, filter, minScore = -1, as }) {
    const queryOf = compileInput(query);
    const options = { ...(k !== undefined && { k }), ...(filter !== undefined && { filter }) };
    return async (state, context) => {
      // What is neither a text nor a vector is refused by the search.
      const wanted = (await queryOf(state, context)) as string | Vector;
      if (wanted === "") return { [as]: [] };
      const hits = await getRun(context).resource("memory").vectors.search(wanted, options);
      return { [as]: hits.filter(({ score }) => score >= minScore) };
    };
  },
};
