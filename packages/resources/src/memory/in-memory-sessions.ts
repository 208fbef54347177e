import type { Scope, SessionScope } from "@pergola/core";
import { scopeKey } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { type HeldSession, isEnded } from "./in-memory-session.ts";

/** The sessions of an in-memory store, apart by tenant, agent and user first, and at most `maxSessions` of them. */
export interface InMemorySessions {
  find(scope: SessionScope): HeldSession | undefined;
  ofOwner(scope: Scope): readonly HeldSession[];
  /** @throws STORE_FULL when every session is busy */
  add(session: HeldSession): void;
  remove(scope: SessionScope): boolean;
}

/** @param isBusy says of a session that it must not be evicted though its turns have ended. */
export function createInMemorySessions(
  maxSessions: number,
  isBusy: (scope: SessionScope) => boolean,
): InMemorySessions {
  const owners = new Map<string, Map<string, HeldSession>>();
  let size = 0;

  const remove = (scope: SessionScope): boolean => {
    const key = ownerKey(scope);
    const sessions = owners.get(key);
    if (sessions?.delete(scope.sessionId) !== true) return false;
    size -= 1;
    if (sessions.size === 0) owners.delete(key);
    return true;
  };

  const isIdle = (session: HeldSession) =>
    !isBusy(session.scope) && [...session.turns.values()].every(isEnded);

  const evictOne = (): void => {
    let oldest: HeldSession | undefined;
    for (const sessions of owners.values())
      for (const session of sessions.values())
        if ((oldest === undefined || session.revision < oldest.revision) && isIdle(session)) oldest = session;
    if (oldest === undefined) throw storeFull(maxSessions);
    remove(oldest.scope);
  };

  return {
    find: (scope) => owners.get(ownerKey(scope))?.get(scope.sessionId),
    ofOwner: (scope) => [...(owners.get(ownerKey(scope))?.values() ?? [])],
    add(session) {
      if (size >= maxSessions) evictOne();
      const key = ownerKey(session.scope);
      const sessions = owners.get(key) ?? new Map<string, HeldSession>();
      owners.set(key, sessions.set(session.scope.sessionId, session));
      size += 1;
    },
    remove,
  };
}

const ownerKey = ({ tenantId, agentId, userId }: Scope) => scopeKey({ tenantId, agentId, userId });

function storeFull(maxSessions: number) {
  return resourceErrors.create("STORE_FULL", {
    message: `The in-memory store holds ${maxSessions} sessions, its most, and each has a turn that has not ended.`,
    hint: "Raise maxSessions, or use a durable store such as @pergola/memory-duckdb.",
    details: { maxSessions },
  });
}
