import type { FastifyRequest } from "fastify";

/** The path without the query, which may hold a token. */
export function pathOf({ url }: FastifyRequest): string {
  return url.split("?", 1)[0] ?? "";
}

/** Whether a path is a page of the dashboard rather than of the API. */
export function isPagePath(path: string): boolean {
  return !/^\/(v1|health|ws|metrics)(\/|$)/.test(path);
}
