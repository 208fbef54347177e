import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { LogSearch } from "../features/logs/log-search.ts";
import { PageLoading } from "./page-loading.tsx";

const LogsPage = lazy(async () => ({
  default: (await import("../features/logs/components/logs-page.tsx")).LogsPage,
}));

/** The logs page at its URL: all of its filters are in there. */
export function LogsRoute() {
  const { q = "", level, component, resource, run } = useSearch({ strict: false });
  const navigate = useNavigate();
  const onSearch = (change: Partial<LogSearch>) =>
    void navigate({
      to: ".",
      replace: true,
      search: (before) => ({
        ...before,
        ...("text" in change && { q: change.text || undefined }),
        ...("level" in change && { level: change.level }),
        ...("component" in change && { component: change.component }),
        ...("resource" in change && { resource: change.resource }),
        ...("runId" in change && { run: change.runId }),
      }),
    });
  return (
    <Suspense fallback={<PageLoading />}>
      <LogsPage search={{ level, component, resource, runId: run, text: q }} onSearch={onSearch} />
    </Suspense>
  );
}
