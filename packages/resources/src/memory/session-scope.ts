import { coreErrors, createScope, hasSession, type Scope, type SessionScope } from "@pergola/core";

/**
 * Checks a scope that must name a conversation. Stores call it first in every method, so that a call without a whole
 * scope never reaches data.
 *
 * @throws INVALID_SCOPE
 */
export function requireSession(scope: Scope): SessionScope {
  const checked = createScope(scope);
  if (hasSession(checked)) return checked;
  throw coreErrors.create("INVALID_SCOPE", {
    message: "sessionId is missing; a conversation is reached only with tenant, agent, user and session.",
    hint: 'Pass a sessionId that names one conversation, for example "monday".',
    details: { name: "sessionId" },
  });
}
