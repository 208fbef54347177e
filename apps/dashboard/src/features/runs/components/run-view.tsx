import type { ErrorData } from "@pergola/core";
import { ListTree } from "lucide-react";
import { Centre } from "../../../ui/centre.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import { SidePanel } from "../../../ui/side-panel.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import type { ShownRun } from "../use-shown-run.ts";
import { RunHeader } from "./run-header.tsx";
import styles from "./run-view.module.css";
import { SpanPanel } from "./span-panel.tsx";
import { WaterfallView } from "./waterfall-view.tsx";

export interface RunViewProps {
  readonly agent: string;
  readonly run: ShownRun;
  readonly spanId: number | undefined;
  readonly onSpan: (spanId: number | undefined) => void;
}

/** A run: its figures, its waterfall, and the details of one row beside it. */
export function RunView({ agent, run, spanId, onSpan }: RunViewProps) {
  const span = spanId === undefined ? undefined : run.tree.spans[spanId];
  const error = errorOf(run);
  return (
    <div className={styles.view}>
      <section className={styles.main} aria-label="Run">
        <title>{`${run.title.slice(0, 60)} · Run · Pergola`}</title>
        <RunHeader run={run} />
        {error && (
          <ScrollArea label="Why it did not complete" className={styles.error}>
            <ErrorNote error={error} />
          </ScrollArea>
        )}
        {run.tree.spans.length > 0 ? (
          <WaterfallView run={run} selected={span?.id} onSelect={onSpan} />
        ) : (
          <NoLog isRunning={run.status === "running"} />
        )}
        {run.tree.droppedSpans > 0 && (
          <p className={styles.note}>{run.tree.droppedSpans} further rows are not shown.</p>
        )}
      </section>
      {span && (
        <SidePanel title="Details" onClose={() => onSpan(undefined)}>
          <SpanPanel agent={agent} run={run} span={span} onClose={() => onSpan(undefined)} />
        </SidePanel>
      )}
    </div>
  );
}

/** Of a run that was stopped by its user, the reason is no news. */
function errorOf({ status, tree }: ShownRun): ErrorData | undefined {
  return status === "completed" || status === "cancelled" ? undefined : tree.spans[0]?.error;
}

function NoLog({ isRunning }: { readonly isRunning: boolean }) {
  return (
    <Centre>
      {isRunning ? (
        <EmptyState icon={<Spinner label="running" />} title="It is running">
          It was started elsewhere, or before this page was loaded: its log comes as soon as it has ended.
        </EmptyState>
      ) : (
        <EmptyState icon={<ListTree />} title="This run left no log">
          The server went down before the run could be stored.
        </EmptyState>
      )}
    </Centre>
  );
}
