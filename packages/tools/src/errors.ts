import { defineErrorCodes } from "@pergola/core";

export const toolErrors = defineErrorCodes("@pergola/tools", {
  TOOL_INVALID: "A tool's definition is not usable: its name, description, schema or limits.",
  TOOL_DUPLICATE: "Two tools of one catalog have the same name.",
  TOOL_NOT_FOUND: "No tool of this name is in the catalog.",
  TOOL_INVALID_ARGUMENTS:
    "The arguments of a call do not fit the tool's schema; every defect is in details.problems.",
  TOOL_TIMEOUT: "The tool did not finish in its time and was aborted.",
  TOOL_FAILED: "The tool threw; what it threw is the cause.",
  EXPRESSION_INVALID: "An expression is not arithmetic that the calculator understands.",
  EXPRESSION_UNKNOWN_NAME: "An expression names a function or constant that does not exist.",
  EXPRESSION_UNDEFINED:
    "An expression has no finite value: a division by zero, a root of a negative number, or too large.",
  UNKNOWN_TIME_ZONE: "The time zone is not one of the IANA database.",
  UNKNOWN_UNIT: "The unit converter does not know the unit.",
  INCOMPATIBLE_UNITS: "The two units measure different things.",
  CONVERSION_OUT_OF_RANGE: "The converted value does not fit a number.",
  HTTP_URL_NOT_ALLOWED:
    "An address, or where it redirects to, is not on the list, or is no http or https address.",
  HTTP_ADDRESS_PRIVATE: "A host lies in a private network, which is not allowed for it.",
  HTTP_TOO_MANY_REDIRECTS: "There were more redirects than allowed.",
  HTTP_NOT_TEXT: "The answer of a server is no text.",
  HTTP_UNREACHABLE: "A server gave no whole answer.",
  TOOL_NEEDS_RUN: "A tool asked for a resource of an agent, and no agent called it.",
  TOOL_RESULT_INVALID: "What the tool returned cannot be written as JSON.",
});
