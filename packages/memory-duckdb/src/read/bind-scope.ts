import type { Scope, SessionScope } from "@pergola/core";
import type { Bind } from "../file/connection.ts";

/** Binds $1 to $3: tenant, agent, user. */
export const bindOwner =
  ({ tenantId, agentId, userId }: Scope): Bind =>
  (statement) => {
    statement.bindVarchar(1, tenantId);
    statement.bindVarchar(2, agentId);
    statement.bindVarchar(3, userId);
  };

/** Binds $1 to $4: tenant, agent, user, session. */
export const bindSession =
  (scope: SessionScope): Bind =>
  (statement) => {
    bindOwner(scope)(statement);
    statement.bindVarchar(4, scope.sessionId);
  };

/** Binds $1 to $5: tenant, agent, user, session, run. */
export const bindTurn =
  (turn: SessionScope & { readonly runId: string }): Bind =>
  (statement) => {
    bindSession(turn)(statement);
    statement.bindVarchar(5, turn.runId);
  };
