import { createScope, DEFAULT_USER, LOCAL_TENANT, type RunObserver, throwIfAborted } from "@pergola/core";
import type { Metrics } from "@pergola/observability";
import type { ConversationStore } from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { builderErrors } from "../errors.ts";
import { checkOptions } from "../run/check-options.ts";
import { SUMMARY_CHECKS } from "./query-checks.ts";
import { readRunLog } from "./read-run-log.ts";
import type { AgentSummary, SummaryQuery } from "./summary-query.ts";

const HOUR_MS = 3_600_000;

type Summed = Pick<AgentParts, "definition" | "observers" | "memory" | "clock">;

/** The figures of an agent: those of its metrics, else of the stored runs of a user. @throws as `agent.summary` says */
export async function readSummary(
  parts: Summed,
  store: () => ConversationStore,
  query: SummaryQuery,
): Promise<AgentSummary> {
  checkOptions(query, SUMMARY_CHECKS);
  const { definition, observers, memory } = parts;
  const isOfAll = query.userId === undefined && query.tenantId === undefined;
  const metrics = isOfAll ? observers?.find(isMetrics) : undefined;
  if (metrics !== undefined) {
    const summary = metrics.summary({ agent: definition.name, hours: query.hours ?? 24 });
    return { ...summary, source: "metrics" };
  }
  if (!memory.isEnabled) throw noFigures(definition.name);
  return summaryOfLog(parts, store(), query);
}

/** What a log has told is told to metrics once more, so that both mean the same by every figure. */
async function summaryOfLog(
  { definition: { name }, clock }: Summed,
  store: ConversationStore,
  { hours = 24, tenantId = LOCAL_TENANT, userId = DEFAULT_USER, signal }: SummaryQuery,
): Promise<AgentSummary> {
  const { createMetrics } = await import("@pergola/observability");
  const metrics = createMetrics({ clock, keepHours: hours });
  const scope = createScope({ tenantId, userId, agentId: name });
  const from = clock.now() - hours * HOUR_MS;
  let active = 0;
  let cursor: string | undefined;
  do {
    throwIfAborted(signal);
    const page = await readRunLog(store, name, { tenantId, userId, from, ...(cursor && { cursor }) });
    for (const { runId, status, events } of page.runs) {
      if (status === "pending") active++;
      for (const event of events) metrics.observe(event, { id: runId, scope });
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const { runs, ...summary } = metrics.summary({ agent: name, hours });
  return { ...summary, runs: { ...runs, active }, source: "run-log" };
}

/** Also of another copy of the package. */
function isMetrics(observer: RunObserver): observer is Metrics {
  return "summary" in observer && "activeRuns" in observer && typeof observer.summary === "function";
}

function noFigures(name: string) {
  return builderErrors.create("MEMORY_NOT_CONFIGURED", {
    message: `Nobody has kept figures of "${name}": it has neither metrics nor a memory.`,
    hint: 'Add .withObserver(createMetrics()) of @pergola/observability, or .withMemory({ type: "conversation" }), whose run log has them.',
  });
}
