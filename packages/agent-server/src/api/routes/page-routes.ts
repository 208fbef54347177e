import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serverErrors } from "../../errors.ts";
import { isPagePath, pathOf } from "../request-path.ts";
import type { Identities } from "../security/identities.ts";
import type { ServerToken } from "../security/server-token.ts";
import { userCookie } from "../security/user-cookie.ts";

export interface PageOptions {
  /** The folder of the built page; without it there is only the API. */
  readonly assetsDirectory?: string;
  readonly token?: ServerToken;
  readonly identities: Identities;
}

/** Seconds of a year: built assets have their content's hash in their name. */
const ASSET_MAX_AGE_SECONDS = 365 * 24 * 60 * 60;

/** `GET /` and every path that is a page: the dashboard, and the cookie that says who its user is. */
export async function pageRoutes(app: FastifyInstance, options: PageOptions): Promise<void> {
  const { assetsDirectory: root, token } = options;
  if (root !== undefined) await serveAssets(app, root);
  app.get("/", async (request, reply) => {
    if (token !== undefined && bringsToken(request, token)) return openWithToken(reply, token);
    return sendPage(request, reply, options);
  });
  app.get("/index.html", async (_request, reply) => reply.redirect("/", 303));
  app.setNotFoundHandler(async (request, reply) => {
    if (isPageRequest(request)) return sendPage(request, reply, options);
    throw routeNotFound(request.method, pathOf(request));
  });
}

/** @throws ASSETS_MISSING */
export function requireAssets(directory: string | undefined): void {
  if (directory === undefined || existsSync(join(directory, "index.html"))) return;
  throw serverErrors.create("ASSETS_MISSING", {
    message: `assetsDirectory ${JSON.stringify(directory)} has no index.html.`,
    hint: "Build the page first, or leave assetsDirectory out for an API without one.",
  });
}

async function serveAssets(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    index: false,
    dotfiles: "ignore",
    decorateReply: true,
    setHeaders(reply, path) {
      const isHashed = path.includes("/assets/");
      reply.header(
        "cache-control",
        isHashed ? `public, max-age=${ASSET_MAX_AGE_SECONDS}, immutable` : "no-cache",
      );
    },
  });
}

/** A path without a file's extension, that a browser asks for to show it. */
function isPageRequest(request: FastifyRequest): boolean {
  const { method, headers } = request;
  const path = pathOf(request);
  const wantsPage = headers.accept?.includes("text/html") ?? false;
  return method === "GET" && wantsPage && isPagePath(path) && !/\.[^/]*$/.test(path);
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { assetsDirectory, identities }: PageOptions,
) {
  if (!identities.areGiven) reply.header("set-cookie", userCookie(request.headers.cookie));
  if (assetsDirectory === undefined) throw noPage();
  return reply.header("cache-control", "no-store").sendFile("index.html", { cacheControl: false });
}

function bringsToken(request: FastifyRequest, token: ServerToken): boolean {
  const { token: given } = request.query as { readonly token?: unknown };
  return typeof given === "string" && token.matches(given);
}

/** The token leaves the address bar and the history, and stays as a cookie. */
function openWithToken(reply: FastifyReply, token: ServerToken) {
  return reply.header("set-cookie", token.cookie()).header("cache-control", "no-store").redirect("/", 303);
}

function routeNotFound(method: string, path: string) {
  return serverErrors.create("ROUTE_NOT_FOUND", {
    message: `There is nothing at ${method} ${path.slice(0, 200)}.`,
    hint: "GET /v1/models lists the agents; the README of @pergola/agent-server lists all routes.",
  });
}

function noPage() {
  return serverErrors.create("ROUTE_NOT_FOUND", {
    message: "This server has no page, only an API.",
    hint: "Begin with GET /v1/models, or give the server an assetsDirectory.",
  });
}
