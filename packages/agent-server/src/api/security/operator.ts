import type { FastifyRequest } from "fastify";
import { serverErrors } from "../../errors.ts";
import { isLoopback, unbracketed } from "./address.ts";

/** Says whether a request comes from the operator of the server. */
export type OperatorRule = (request: FastifyRequest) => boolean;

/** What proxies add to a request that they pass on. */
const OF_PROXIES = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

/**
 * Who may see what is about all users: with a token everybody who got past the guard with it. Without one, who sits at
 * this machine: the connection is from loopback, asks for a loopback name, and no proxy passed it on.
 */
export function createOperatorRule({ hasToken }: { readonly hasToken: boolean }): OperatorRule {
  return ({ ip, headers }) => {
    if (hasToken) return true;
    const peer = ip.replace(/^::ffff:/, "");
    return isLoopback(peer) && isLoopbackHost(headers.host) && !OF_PROXIES.some((name) => name in headers);
  };
}

/** @throws OPERATOR_ONLY */
export function requireOperator(request: FastifyRequest, isOperator: OperatorRule): void {
  if (isOperator(request)) return;
  throw serverErrors.create("OPERATOR_ONLY", {
    message: "This is about all users, and is only for the operator of the server.",
    hint: "Ask from the machine that it runs on, by its own address; or give the server a token, and bring it.",
  });
}

function isLoopbackHost(header = ""): boolean {
  return isLoopback(unbracketed(header.replace(/:\d+$/, "")));
}
