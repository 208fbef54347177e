import type { FastifyReply, FastifyRequest } from "fastify";
import { isPagePath, pathOf } from "../request-path.ts";

/** Marks the address after the hop, so that there is only one. */
const MARK = "from=link";

/**
 * Whether somebody follows a link on another site to a page of ours. The browser then leaves our strict cookies at
 * home, and a page served now would take the user for a new one.
 */
export function isLinkFromElsewhere(request: FastifyRequest): boolean {
  const { method, url, headers } = request;
  const isNavigation = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-site"] === "cross-site";
  return method === "GET" && isNavigation && isPagePath(pathOf(request)) && !url.includes(MARK);
}

/** A page that goes on to the same address by itself: that step is within our own site, so the cookies come along. */
export function sendSameSiteHop(request: FastifyRequest, reply: FastifyReply) {
  const path = pathOf(request).replace(/^\/+/, "/");
  const query = request.url.slice(pathOf(request).length + 1);
  const target = `${path}?${query === "" ? "" : `${query}&`}${MARK}`;
  const html = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${escapeHtml(target)}"><title>Pergola</title>`;
  return reply.header("cache-control", "no-store").type("text/html; charset=utf-8").send(html);
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
