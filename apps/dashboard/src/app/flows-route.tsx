import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { PageLoading } from "./page-loading.tsx";

const FlowsPage = lazy(async () => ({
  default: (await import("../features/flows/components/flows-page.tsx")).FlowsPage,
}));

/** The flows page at its URL: flow, followed trace, search and pane are all in there. */
export function FlowsRoute() {
  const { flowName } = useParams({ strict: false });
  const { q = "", show, trace } = useSearch({ strict: false });
  const navigate = useNavigate();
  return (
    <Suspense fallback={<PageLoading />}>
      <FlowsPage
        name={flowName}
        traceId={trace}
        phonePane={show === "list" ? "list" : "detail"}
        search={q}
        onSearch={(text) =>
          void navigate({ to: ".", search: (before) => ({ ...before, q: text || undefined }), replace: true })
        }
        onFollow={(id) => void navigate({ to: ".", search: (before) => ({ ...before, trace: id }) })}
      />
    </Suspense>
  );
}
