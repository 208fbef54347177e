import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { RunFilter } from "../features/runs/run-filter.ts";
import { AgentGate } from "./agent-gate.tsx";
import { PageLoading } from "./page-loading.tsx";
import type { PageSearch } from "./page-search.ts";

const RunsPage = lazy(async () => ({
  default: (await import("../features/runs/components/runs-page.tsx")).RunsPage,
}));

/** The runs page at its URL: run, row, filter and pane are all in there. */
export function RunsRoute() {
  const { runId } = useParams({ strict: false });
  const { q = "", status, session, span, show } = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (search: Partial<PageSearch>) =>
    void navigate({ to: ".", search: (before) => ({ ...before, ...search }), replace: true });
  const onFilter = (filter: Partial<RunFilter>) =>
    change({
      ...("search" in filter && { q: filter.search || undefined }),
      ...("status" in filter && { status: filter.status }),
      ...("sessionId" in filter && { session: filter.sessionId }),
    });
  return (
    <AgentGate>
      {(agent) => (
        <Suspense fallback={<PageLoading />}>
          <RunsPage
            key={agent.id}
            agent={agent}
            runId={runId}
            spanId={span}
            onSpan={(id) => change({ span: id })}
            phonePane={show === "list" ? "list" : "detail"}
            filter={{ search: q, status, sessionId: session }}
            onFilter={onFilter}
          />
        </Suspense>
      )}
    </AgentGate>
  );
}
