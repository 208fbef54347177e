import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serverErrors } from "../../errors.ts";
import { isPagePath, pathOf } from "../request-path.ts";
import { TRACE_HEADER, traceIdOf } from "../trace-id.ts";
import { isOwnOrigin } from "./host-rule.ts";
import type { Identities } from "./identities.ts";
import { isLinkFromElsewhere, sendSameSiteHop } from "./same-site-hop.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import type { ServerToken } from "./server-token.ts";

export interface GuardOptions {
  readonly isOwnHost: (header: string | undefined) => boolean;
  readonly token?: ServerToken;
  readonly identities: Identities;
}

/** What every request passes first: right host, own origin, the token, somebody who is known. */
export function guardRequests(app: FastifyInstance, { isOwnHost, token, identities }: GuardOptions): void {
  app.addHook("onRequest", async (request, reply) => {
    setHeaders(request, reply);
    if (!isOwnHost(request.headers.host)) throw hostNotAllowed(request.headers.host);
    requireOwnOrigin(request);
    if (isLinkFromElsewhere(request)) return sendSameSiteHop(request, reply);
    if (token !== undefined && !isAuthorized(request, token)) throw unauthorized();
    await identities.admit(request, reply);
  });
}

function setHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SECURITY_HEADERS).header("x-request-id", request.id).header(TRACE_HEADER, traceIdOf(request));
  if (!isPagePath(pathOf(request))) reply.header("cache-control", "no-store");
}

/** Scripts of other pages name themselves in Origin; what they embed as an image or frame, in Sec-Fetch-Site. */
function requireOwnOrigin(request: FastifyRequest): void {
  const { origin, host, "sec-fetch-site": site } = request.headers;
  if (origin !== undefined && !isOwnOrigin(origin, host)) throw originNotAllowed(origin);
  const isElsewhere = site === "cross-site" || site === "same-site";
  if (isElsewhere && !isPagePath(pathOf(request))) throw originNotAllowed(`a ${site} page`);
}

function isAuthorized(request: FastifyRequest, token: ServerToken): boolean {
  if (token.isPresentedBy(request.headers)) return true;
  const { token: given } = request.query as { readonly token?: unknown };
  return pathOf(request) === "/" && typeof given === "string" && token.matches(given);
}

function hostNotAllowed(host: string | undefined) {
  return serverErrors.create("HOST_NOT_ALLOWED", {
    message: `The Host header is ${JSON.stringify(host?.slice(0, 200) ?? "missing")}, which is not this server.`,
    hint: "Use the address that the server printed; names of a proxy in front belong in allowedHosts.",
  });
}

function originNotAllowed(origin: string) {
  return serverErrors.create("ORIGIN_NOT_ALLOWED", {
    message: `The request was made by ${JSON.stringify(origin.slice(0, 200))}, which is not this server's own page.`,
    hint: "Call the API from a program, or from the page that this server serves.",
  });
}

function unauthorized() {
  return serverErrors.create("UNAUTHORIZED", {
    message: "This server has a token, and the request did not bring it.",
    hint: 'Send "Authorization: Bearer <token>"; in a browser open /?token=<token> once.',
  });
}
