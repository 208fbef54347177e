import { createScope, DEFAULT_USER, LOCAL_TENANT, type Scope } from "@pergola/core";
import type { ConversationStore, StoredRun } from "@pergola/resources";
import { checkOptions } from "../run/check-options.ts";
import { QUERY_CHECKS } from "./query-checks.ts";
import type { LoggedRun, RunLog, RunLogQuery } from "./run-log-query.ts";

/** The runs of a user and what they told, from the store. @throws INVALID_CALL_OPTIONS, INVALID_SCOPE, BAD_CURSOR */
export async function readRunLog(
  store: ConversationStore,
  agentId: string,
  query: RunLogQuery,
): Promise<RunLog> {
  checkOptions(query, QUERY_CHECKS);
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, ...page } = query;
  const owner = createScope({ tenantId, userId, agentId });
  const { runs, nextCursor } = await store.runs(owner, page);
  const logged = await Promise.all(runs.map((run) => withEvents(store, owner, run)));
  return { runs: logged, ...(nextCursor !== undefined && { nextCursor }) };
}

async function withEvents(store: ConversationStore, owner: Scope, run: StoredRun): Promise<LoggedRun> {
  const events = await store.events(createScope({ ...owner, sessionId: run.sessionId }), run.runId);
  return { ...run, events: events ?? [] };
}
