import type { FastifyRequest } from "fastify";

export const TRACE_HEADER = "x-trace-id";

/** What the client follows the request by: its `X-Trace-ID`, else, and if that is no id, the id of the request. */
export function traceIdOf({ headers, id }: FastifyRequest): string {
  const given = headers[TRACE_HEADER];
  return typeof given === "string" && /^[!-~]{1,128}$/.test(given) ? given : id;
}
