import { ArrowLeft, CircleStop } from "lucide-react";
import type { FlowTrace, KeptValue } from "../../../api/flows.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { formatDuration } from "../../../ui/format-duration.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { JsonView } from "../../../ui/json-view.tsx";
import { Labelled } from "../../../ui/labelled.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import styles from "./trace-detail.module.css";
import { TraceEvents } from "./trace-events.tsx";
import { TraceStateIcon } from "./trace-state-icon.tsx";

export interface TraceDetailProps {
  readonly trace: FlowTrace;
  readonly onCancel: (id: string) => void;
  readonly onLeave: () => void;
}

const SHORT_ID_CHARS = 8;

/** The trace that is followed: how it is, what went in, what came out, what happened. */
export function TraceDetail({ trace, onCancel, onLeave }: TraceDetailProps) {
  const { id, state, startedAt, finishedAt, error, results = [], resultCount = 0 } = trace;
  return (
    <article className={styles.trace} aria-label={`Trace ${id.slice(0, SHORT_ID_CHARS)}`}>
      <div className={styles.head}>
        <IconButton label="Back to all traces" icon={<ArrowLeft />} onClick={onLeave} />
        <h3 className={styles.title}>
          <code>{id.slice(0, SHORT_ID_CHARS)}</code>
        </h3>
        <CopyButton text={id} label="Copy the trace's id" />
        {state === "running" && (
          <Button onClick={() => onCancel(id)}>
            <CircleStop aria-hidden="true" className={styles.stop} /> Cancel
          </Button>
        )}
      </div>
      <p className={styles.facts} role="status">
        <TraceStateIcon state={state} />
        <span className={styles.state}>{state}</span>
        <span>
          · <RelativeTime at={startedAt} />
          {finishedAt !== undefined && ` · ${formatDuration(finishedAt - startedAt)}`}
        </span>
      </p>
      {error && (
        <ErrorNote
          error={error}
          title={error.code === "TRACE_CANCELLED" ? "It was cancelled" : "It failed"}
        />
      )}
      {numbered(results).map(({ number, result }) => (
        <Value
          key={number}
          title={resultCount > 1 ? `Result ${number} of ${resultCount}` : "Result"}
          kept={result}
        />
      ))}
      <Value title="Input" kept={trace.input} />
      <TraceEvents />
    </article>
  );
}

function Value({ title, kept }: { readonly title: string; readonly kept: KeptValue }) {
  return (
    <Labelled level={4} label={title}>
      {"value" in kept ? (
        <JsonView value={kept.value} maxHeight={260} />
      ) : (
        <p className={styles.note}>It was too large to keep.</p>
      )}
    </Labelled>
  );
}

const numbered = (results: readonly KeptValue[]) =>
  results.map((result, index) => ({ number: index + 1, result }));
