import type { Budget } from "@pergola/flow-runtime";
import { z } from "zod";

/** How the books of an interface begin: the compiler says when they are not complete. */
type Books = Record<keyof Budget, z.ZodType>;

const complete = { hops: z.number(), tokens: z.number(), onExhausted: z.string() } satisfies Books;

// @ts-expect-error a setting is missing
export const incomplete = { hops: complete.hops, tokens: complete.tokens } satisfies Books;

// @ts-expect-error there is no such setting
export const withStranger = { ...complete, rounds: z.number() } satisfies Books;
