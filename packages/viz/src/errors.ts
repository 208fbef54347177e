import { defineErrorCodes } from "@pergola/core";

/** Every code that a drawing throws, and when. */
export const vizErrors = defineErrorCodes("@pergola/viz", {
  INVALID_GRAPH:
    "A description cannot be drawn: an edge or a cluster names a node that is not there, or ids repeat.",
  INVALID_DRAWING: "An option of a drawing has a value that it cannot have.",
});
