import { defineErrorCodes } from "@pergola/core";

export const configErrors = defineErrorCodes("@pergola/config", {
  INVALID_AGENT_CONFIG: "An agent's definition has defects; all of them are in details.problems.",
  INVALID_STATE_SCHEMA: "A state schema is neither a zod 4 object schema nor a LangGraph Annotation.",
  LANGGRAPH_NOT_LOADED: "A derived Annotation was compiled by hand before LangGraph was loaded.",
});
