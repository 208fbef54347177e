import type { StandardSchema } from "@pergola/flow-runtime";
import { z } from "zod";

/** Two schemas that take a number, and make different things of it. */
export const NUMBER_OR_TEXT: readonly [StandardSchema, StandardSchema] = [
  z.coerce.number(),
  z.coerce.string(),
];
