import type { FastifyRequest } from "fastify";
import { serverErrors } from "../../errors.ts";
import type { Identities } from "./identities.ts";

/** @throws OPERATOR_ONLY */
export function requireOperator(request: FastifyRequest, identities: Identities): void {
  if (identities.isOperator(request)) return;
  throw serverErrors.create("OPERATOR_ONLY", {
    message: "This is about all users, and is only for the operator of the server.",
    hint: identities.areGiven
      ? "Let `identify` give `isOperator: true` for whoever may see it."
      : "Ask from the machine that it runs on, by its own address; or give the server a token, and bring it.",
  });
}
