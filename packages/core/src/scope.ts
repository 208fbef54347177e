import { coreErrors } from "./errors.ts";

/** Whose data a call touches. Built once at the front door; every store below requires it. */
export interface Scope {
  readonly tenantId: string;
  readonly userId: string;
  readonly agentId: string;
  readonly sessionId?: string;
}

/** A scope that names one conversation. */
export type SessionScope = Scope & { readonly sessionId: string };

/** What the in-process front door uses when nobody says otherwise. A server never relies on these. */
export const LOCAL_TENANT = "local";
export const DEFAULT_USER = "default";

/** Longest accepted id, in UTF-16 code units. */
export const MAX_ID_LENGTH = 16_384;

/**
 * Checks and freezes a scope. Ids are opaque: any non-empty well-formed text is its own id, nothing is trimmed,
 * folded or normalised.
 *
 * @throws INVALID_SCOPE when an id is missing, empty, longer than {@link MAX_ID_LENGTH} or has lone surrogates
 *   (two such ids would become one when stored as UTF-8).
 */
export function createScope(parts: SessionScope): SessionScope;
export function createScope(parts: Scope): Scope;
export function createScope(parts: Scope): Scope {
  // Whoever passes none, or something else, has no id in it.
  const { tenantId, userId, agentId, sessionId } = (parts ?? {}) as Scope;
  checkId("tenantId", tenantId);
  checkId("userId", userId);
  checkId("agentId", agentId);
  if (sessionId === undefined) return Object.freeze({ tenantId, userId, agentId });
  checkId("sessionId", sessionId);
  return Object.freeze({ tenantId, userId, agentId, sessionId });
}

/** Whether the scope names a conversation. */
export function hasSession(scope: Scope): scope is SessionScope {
  return scope.sessionId !== undefined;
}

/** An injective text form of all parts, for keys of in-process maps: no two scopes share one. */
export function scopeKey(scope: Scope): string {
  return JSON.stringify([scope.tenantId, scope.agentId, scope.userId, scope.sessionId ?? null]);
}

function checkId(name: string, value: unknown): void {
  const problem = idProblem(value);
  if (problem === undefined) return;
  throw coreErrors.create("INVALID_SCOPE", {
    message: `${name} ${problem}; expected non-empty, well-formed text of at most ${MAX_ID_LENGTH} characters.`,
    hint: `Pass a ${name} that names one ${name.replace(/Id$/, "")}, for example "ada".`,
    details: { name },
  });
}

function idProblem(value: unknown): string | undefined {
  if (typeof value !== "string") return `is ${value === null ? "null" : typeof value}`;
  if (value === "") return "is empty";
  if (value.length > MAX_ID_LENGTH) return `has ${value.length} characters`;
  if (!value.isWellFormed()) return "has a lone surrogate";
  return undefined;
}
