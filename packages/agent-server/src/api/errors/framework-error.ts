import { type ErrorData, toErrorData } from "@pergola/core";
import { serverErrors } from "../../errors.ts";

const badBody = (message: string) =>
  serverErrors.create("INVALID_JSON", {
    message,
    hint: 'Send a JSON object, with "content-type: application/json".',
  });

/** A path that the file server will not touch: empty parts, dots, a NUL, a folder. */
const badPath = () =>
  serverErrors.create("ROUTE_NOT_FOUND", {
    message: "There is nothing at this path.",
    hint: "Write it with single slashes, without dots, as in /v1/models; the README of @pergola/agent-server lists all routes.",
  });

/** The status that the file server gives such a path. */
const FORBIDDEN = 403;

/** What Fastify refuses by itself, in our words. */
const BY_CODE: Readonly<Record<string, (message: string) => Error>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    serverErrors.create("UNSUPPORTED_MEDIA_TYPE", {
      message: "The body is not declared as JSON.",
      hint: 'Send the header "content-type: application/json".',
    }),
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    serverErrors.create("BODY_TOO_LARGE", {
      message: "The body is larger than this server takes.",
      hint: "Send less; the operator can raise limits.maxBodyBytes.",
    }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => badBody("The body is empty."),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => badBody("The body is not as long as its Content-Length says."),
  FST_ERR_BAD_URL: () =>
    serverErrors.create("ROUTE_NOT_FOUND", {
      message: "The path is not a valid URL path.",
      hint: "Percent-encode each part of it.",
    }),
};

/** The error of the framework as ours, or undefined when it is none that a client caused. */
export function frameworkError(thrown: unknown): ErrorData | undefined {
  const { code, message, statusCode } = (thrown ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
    readonly statusCode?: unknown;
  };
  const known = typeof code === "string" && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (known !== undefined) return toErrorData(known(String(message)));
  if (statusCode === FORBIDDEN) return toErrorData(badPath());
  const isClients = typeof statusCode === "number" && statusCode >= 400 && statusCode < 500;
  return isClients ? toErrorData(badBody(`The request cannot be read: ${String(message)}`)) : undefined;
}
