import { defineErrorCodes } from "@pergola/core";

export const observabilityErrors = defineErrorCodes("@pergola/observability", {
  OBSERVABILITY_OPTION_INVALID:
    "An option of metrics, a log or spans is unknown or has a value that cannot be used.",
});
