import { defineErrorCodes } from "@pergola/core";

/** Every code that a drawing throws, and when. */
export const vizErrors = defineErrorCodes("@pergola/viz", {
  INVALID_GRAPH:
    "A description cannot be drawn: an edge or a cluster names a node that is not there, or ids repeat.",
  INVALID_DRAWING: "A drawing has an option that there is not, or one with a value that it cannot have.",
});
