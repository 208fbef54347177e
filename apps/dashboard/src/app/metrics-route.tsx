import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { AgentGate } from "./agent-gate.tsx";
import { PageLoading } from "./page-loading.tsx";

const MetricsPage = lazy(async () => ({
  default: (await import("../features/metrics/components/metrics-page.tsx")).MetricsPage,
}));

/** The metrics page at its URL: the agent and how far back are in there. */
export function MetricsRoute() {
  const { hours = 1 } = useSearch({ strict: false });
  const navigate = useNavigate();
  return (
    <AgentGate>
      {(agent) => (
        <Suspense fallback={<PageLoading />}>
          <MetricsPage
            agent={agent.id}
            hours={hours}
            onHours={(chosen) =>
              void navigate({
                to: ".",
                replace: true,
                search: (before) => ({ ...before, hours: chosen === 1 ? undefined : chosen }),
              })
            }
          />
        </Suspense>
      )}
    </AgentGate>
  );
}
