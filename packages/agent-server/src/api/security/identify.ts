import { LOCAL_TENANT } from "@pergola/core";
import type { FastifyRequest } from "fastify";
import { type Caller, LOCAL_USER } from "../../domain/caller.ts";
import { serverErrors } from "../../errors.ts";
import { readUserCookie } from "./user-cookie.ts";

/**
 * Whose request this is: the user of the page's cookie, or, when no browser is involved, `local`. Nothing in a body
 * plays a part.
 *
 * @throws USER_UNKNOWN for a browser without a cookie of ours
 */
export function identify({ headers }: FastifyRequest): Caller {
  const user = readUserCookie(headers.cookie);
  if (user.kind === "user") return { tenantId: LOCAL_TENANT, userId: user.userId };
  const isBrowser = headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
  if (user.kind === "absent" && !isBrowser) return { tenantId: LOCAL_TENANT, userId: LOCAL_USER };
  throw serverErrors.create("USER_UNKNOWN", {
    message: "This browser has no cookie that says whose sessions it may see.",
    hint: "Open the page at / once, with cookies allowed, then try again.",
  });
}
