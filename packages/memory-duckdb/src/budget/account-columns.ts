import type { BudgetAccount } from "@pergola/resources";
import { type Column, texts } from "../write/columns.ts";

/** The five columns of an account, in the order of the tables. A user's own has no session, which is "" in the table: no session is called so. */
export const accountColumns = (accounts: readonly BudgetAccount[]): Column[] => [
  texts(accounts.map(({ scope }) => scope.tenantId)),
  texts(accounts.map(({ scope }) => scope.agentId)),
  texts(accounts.map(({ scope }) => scope.userId)),
  texts(accounts.map(({ scope }) => scope.sessionId ?? "")),
  texts(accounts.map(({ period }) => period)),
];

/** Equal for equal accounts. */
export function accountKey({ scope, period }: BudgetAccount): string {
  return JSON.stringify([scope.tenantId, scope.agentId, scope.userId, scope.sessionId ?? null, period]);
}
