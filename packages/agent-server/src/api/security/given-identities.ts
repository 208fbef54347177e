import { abortable, abortReason, type Clock } from "@pergola/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ServerLimits } from "../../domain/server-limits.ts";
import { serverErrors } from "../../errors.ts";
import { clientConnection } from "../client-connection.ts";
import { pathOf } from "../request-path.ts";
import type { Identities } from "./identities.ts";
import { type Identify, identitySchema } from "./identity.ts";
import { userUnknown } from "./user-unknown.ts";

interface GivenIdentitiesOptions {
  readonly clock: Clock;
  readonly limits: Pick<ServerLimits, "requestTimeoutMs">;
}

/** Identities that `identify` of the server's maker tells. */
export function createGivenIdentities(identify: Identify, options: GivenIdentitiesOptions): Identities {
  const known = new WeakMap<FastifyRequest, NonNullable<ReturnType<typeof readIdentity>>>();
  return {
    areGiven: true,
    async admit(request, reply) {
      const given = await ask(identify, { request, reply, ...options });
      if (given === undefined) throw nobody();
      known.set(request, given);
    },
    callerOf(request) {
      const caller = known.get(request)?.caller;
      if (caller === undefined) throw userUnknown();
      return caller;
    },
    isOperator: (request) => known.get(request)?.isOperator ?? false,
  };
}

interface Asked extends GivenIdentitiesOptions {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** @throws IDENTITY_FAILED, CLIENT_DISCONNECTED */
async function ask(identify: Identify, { request, reply, clock, limits }: Asked) {
  const { method, headers, ip } = request;
  const connection = clientConnection(reply);
  const late = new AbortController();
  const cancel = clock.setTimer(limits.requestTimeoutMs, () => late.abort(tooLate(limits.requestTimeoutMs)));
  const signal = AbortSignal.any([connection.signal, late.signal]);
  const asked = { method, path: pathOf(request), headers, remoteAddress: ip, signal };
  try {
    return readIdentity(await abortable((async () => identify(asked))(), signal));
  } catch (cause) {
    if (connection.signal.aborted) throw abortReason(connection.signal);
    throw identityFailed(cause);
  } finally {
    cancel();
    connection.release();
  }
}

/** @throws what is wrong with it */
function readIdentity(given: unknown) {
  if (given === undefined) return undefined;
  const { isOperator, ...caller } = identitySchema.parse(given);
  return { caller, isOperator };
}

function tooLate(timeoutMs: number) {
  return new Error(`identify took longer than ${timeoutMs} ms.`);
}

function identityFailed(cause: unknown) {
  return serverErrors.create("IDENTITY_FAILED", {
    message: "The server could not find out who makes the request.",
    hint: "Try again; the server's log has the cause under the requestId.",
    cause,
  });
}

function nobody() {
  return serverErrors.create("UNAUTHORIZED", {
    message: "This server does not know who makes the request.",
    hint: "Send the credentials that its operator has given you.",
  });
}
