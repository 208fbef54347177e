import { defineErrorCodes } from "./error-codes.ts";

export const coreErrors = defineErrorCodes("@pergola/core", {
  INVALID_SCOPE: "A tenant, user, session or agent id is missing, empty, too long or not well-formed text.",
  ABORTED: "A wait was ended by its AbortSignal, and the signal's reason was not an error.",
  INVALID_RETRY_IF: "A retryIf returned a promise; it says true or false at once.",
  UNEXPECTED: "Something that is not a Pergola error was thrown; the original is the cause.",
});
