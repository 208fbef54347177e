import type { ErrorData, Logger } from "@pergola/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { codedError, errorEnvelope } from "./error-envelope.ts";
import { statusOf } from "./error-status.ts";

/** Answers with an error; a 5xx is logged with everything that the client is not told. */
export function sendError(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): void {
  const error = codedError(thrown);
  const { status } = statusOf(error.code);
  logError(thrown, error, request, logger);
  for (const [name, value] of Object.entries(errorHeaders(error))) reply.header(name, value);
  const speaksVendor = request.routeOptions.config.speaksVendor ?? false;
  reply.code(status).send(errorEnvelope(error, { requestId: request.id, speaksVendor }));
}

/** Failures of ours are errors in the log, of others a line for who looks for it. */
export function logError(thrown: unknown, error: ErrorData, request: FastifyRequest, logger: Logger): void {
  const { status } = statusOf(error.code);
  const fields = {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? "none",
    code: error.code,
    status,
  };
  if (status < 500) logger.debug(error.message, fields);
  else logger.error(error.message, { ...fields, hint: error.hint, error: thrown });
}

function errorHeaders({ code, details }: ErrorData): Record<string, string> {
  const { isRetryable } = statusOf(code);
  const waitMs = details?.retryAfterMs;
  return {
    ...(typeof waitMs === "number" && { "retry-after": String(Math.max(1, Math.ceil(waitMs / 1_000))) }),
    ...(isRetryable === false && { "x-should-retry": "false" }),
    ...(code === "UNAUTHORIZED" && { "www-authenticate": 'Bearer realm="pergola"' }),
  };
}
