import { ListTree } from "lucide-react";
import { errorData } from "../../../api/api-error.ts";
import type { FlowInfo } from "../../../api/flows.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useCancelTrace, useTraces } from "../api/use-traces.ts";
import { StartTraceForm } from "./start-trace-form.tsx";
import { TraceDetail } from "./trace-detail.tsx";
import { TraceItem } from "./trace-item.tsx";
import styles from "./traces-pane.module.css";

export interface TracesPaneProps {
  readonly flow: FlowInfo;
  readonly traceId: string | undefined;
  readonly onFollow: (traceId: string | undefined) => void;
  readonly className?: string | undefined;
}

/** The user's traces of a flow: start one, follow one, cancel it. */
export function TracesPane({ flow, traceId, onFollow, className }: TracesPaneProps) {
  const query = useTraces(flow.name);
  const cancel = useCancelTrace(flow.name);
  const followed = query.data?.find(({ id }) => id === traceId);
  return (
    <section className={`${styles.pane} ${className}`} aria-label="Your traces">
      {followed ? (
        <TraceDetail trace={followed} onCancel={cancel.mutate} onLeave={() => onFollow(undefined)} />
      ) : (
        <>
          <StartTraceForm flow={flow} onStarted={onFollow} />
          <h3 className={styles.title}>Your traces</h3>
          {query.isPending && <Spinner label="Loading the traces" />}
          {query.isError && (
            <ErrorNote
              title="The traces could not be loaded"
              error={errorData(query.error)}
              action={<Button onClick={() => void query.refetch()}>Try again</Button>}
            />
          )}
          {query.data?.length === 0 && (
            <EmptyState icon={<ListTree />} title="No traces yet">
              Start one: the graph shows what happens, as it happens.
            </EmptyState>
          )}
          <ul className={styles.list}>
            {query.data?.map((trace) => (
              <TraceItem key={trace.id} trace={trace} onFollow={onFollow} onCancel={cancel.mutate} />
            ))}
          </ul>
        </>
      )}
      {cancel.isError && <ErrorNote title="Not cancelled" error={errorData(cancel.error)} />}
    </section>
  );
}
