import { defineErrorCodes } from "@pergola/core";

export const configErrors = defineErrorCodes("@pergola/config", {
  INVALID_AGENT_CONFIG: "An agent's definition has defects; all of them are in details.problems.",
  INVALID_STATE_SCHEMA: "A state schema is neither a zod 4 object schema nor a LangGraph Annotation.",
  INVALID_REDUCER: "A reducer names a key that the state lacks, is none, or does not fit its field.",
  UPDATE_NOT_MERGEABLE: "A reducer was given what it cannot merge, failed, or returned nothing.",
  LANGGRAPH_NOT_LOADED: "A derived Annotation was compiled by hand before LangGraph was loaded.",
  CONFIG_FILE_INVALID:
    "A config file has defects; all of them are in details.problems, with file, line and column.",
  CONFIG_FILE_LIMITS_INVALID:
    "The limits for reading config files make no sense; all defects are in details.problems.",
  CONFIG_FILE_NOT_READ: "A config file is not there, is one of several, or cannot be read.",
});
