import type { ReactNode } from "react";
import { errorData, isUnauthorized, isUserUnknown } from "../api/api-error.ts";
import type { AgentModel } from "../api/models.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorNote } from "../ui/error-note.tsx";
import styles from "./agent-gate.module.css";
import { PageLoading } from "./page-loading.tsx";
import { useActiveAgent } from "./use-agents.ts";

/** Renders its content for the agent in use, or says why there is none. */
export function AgentGate({ children }: { readonly children: (agent: AgentModel) => ReactNode }) {
  const { query, agent } = useActiveAgent();
  if (agent) return children(agent);
  if (query.isPending) return <PageLoading />;
  return (
    <div className={styles.pane}>
      <h1 className="visually-hidden">Pergola</h1>
      {query.isError ? <Refused thrown={query.error} onRetry={() => void query.refetch()} /> : <NoAgents />}
    </div>
  );
}

function Refused({ thrown, onRetry }: { readonly thrown: unknown; readonly onRetry: () => void }) {
  if (isUnauthorized(thrown)) return <NeedsToken onRetry={onRetry} />;
  // The cookie comes with the start page, not with an answer of the API.
  const retry = isUserUnknown(thrown) ? () => location.assign("/") : onRetry;
  return (
    <div className={styles.note}>
      <ErrorNote
        title="The agents could not be loaded"
        error={errorData(thrown)}
        action={<Button onClick={retry}>Try again</Button>}
      />
    </div>
  );
}

function NeedsToken({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <EmptyState title="This server wants its token" action={<Button onClick={onRetry}>Try again</Button>}>
      Open the URL that it printed in its terminal, the one that ends with <code>/?token=…</code>. This
      browser remembers it.
    </EmptyState>
  );
}

function NoAgents() {
  return (
    <EmptyState title="No agents">
      This server runs, but offers no agent. Give it one and start it anew.
    </EmptyState>
  );
}
