import { defineErrorCodes } from "@pergola/core";

export const httpErrors = defineErrorCodes("pergola-http-request", {
  HTTP_URL_INVALID: "An address is no http or https address, or carries a name and password.",
  HTTP_HOST_NOT_ALLOWED: "The host of an address, or of a redirect, is not on the list.",
  HTTP_ADDRESS_PRIVATE: "The host lies in a private network, which was not allowed.",
  HTTP_TOO_MANY_REDIRECTS: "There were more redirects than maxRedirects.",
  HTTP_TOO_LARGE: "The answer is larger than maxBytes.",
  HTTP_TIMEOUT: "The request took longer than requestTimeoutMs.",
  HTTP_STATUS: "The server answered with a status that is no success.",
  HTTP_BAD_JSON: "The answer says that it is JSON, and is not.",
});
