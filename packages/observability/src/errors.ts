import { defineErrorCodes } from "@pergola/core";

export const observabilityErrors = defineErrorCodes("@pergola/observability", {
  OBSERVABILITY_OPTION_INVALID:
    "An option of metrics, a log or spans is unknown or has a value that cannot be used.",
  LOG_CLIENTS_FULL: "A live log has as many readers as it takes.",
  PINO_NOT_INSTALLED: "pinoLog() needs the package pino, which is not installed.",
});
