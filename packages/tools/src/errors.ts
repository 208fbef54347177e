import { defineErrorCodes } from "@pergola/core";

export const toolErrors = defineErrorCodes("@pergola/tools", {
  TOOL_INVALID: "A tool's definition is not usable: its name, description, schema or limits.",
  TOOL_DUPLICATE: "Two tools of one catalog have the same name.",
  TOOL_NOT_FOUND: "No tool of this name is in the catalog.",
  TOOL_INVALID_ARGUMENTS:
    "The arguments of a call do not fit the tool's schema; every defect is in details.problems.",
  TOOL_TIMEOUT: "The tool did not finish in its time and was aborted.",
  TOOL_FAILED: "The tool threw; what it threw is the cause.",
  TOOL_RESULT_INVALID: "What the tool returned cannot be written as JSON.",
});
