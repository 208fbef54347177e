import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../domain/caller.ts";

/** Knows who makes a request. Nothing in a body plays a part. */
export interface Identities {
  /** Whether somebody else than the cookie of the page says who its user is. */
  readonly areGiven: boolean;
  /** Passed by every request before its route. @throws UNAUTHORIZED, IDENTITY_FAILED */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** @throws USER_UNKNOWN */
  callerOf(request: FastifyRequest): Caller;
  /** Whether they may see what is about all users. */
  isOperator(request: FastifyRequest): boolean;
}
