import { LOCAL_TENANT } from "@pergola/core";
import type { FastifyRequest } from "fastify";
import { type Caller, LOCAL_USER } from "../../domain/caller.ts";
import { isLoopback, unbracketed } from "./address.ts";
import type { Identities } from "./identities.ts";
import { readUserCookie } from "./user-cookie.ts";
import { userUnknown } from "./user-unknown.ts";

/**
 * Identities that the connection tells. The user is the one of the page's cookie, or, when no browser is involved,
 * `local`. The operator is with a token everybody who got past the guard with it.
 */
export function createConnectionIdentities({ hasToken }: { readonly hasToken: boolean }): Identities {
  return {
    areGiven: false,
    admit: async () => undefined,
    callerOf,
    isOperator: (request) => hasToken || isAtThisMachine(request),
  };
}

function callerOf({ headers }: FastifyRequest): Caller {
  const user = readUserCookie(headers.cookie);
  if (user.kind === "user") return { tenantId: LOCAL_TENANT, userId: user.userId };
  const isBrowser = headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
  if (user.kind === "absent" && !isBrowser) return { tenantId: LOCAL_TENANT, userId: LOCAL_USER };
  throw userUnknown();
}

/** What proxies add to a request that they pass on. */
const OF_PROXIES = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/** The connection is from loopback, asks for a loopback name, and no proxy passed it on. */
function isAtThisMachine({ ip, headers }: FastifyRequest): boolean {
  const peer = ip.replace(/^::ffff:/, "");
  return isLoopback(peer) && isLoopbackHost(headers.host) && !OF_PROXIES.some((name) => name in headers);
}

function isLoopbackHost(header = ""): boolean {
  return isLoopback(unbracketed(header.replace(/:\d+$/, "")));
}
