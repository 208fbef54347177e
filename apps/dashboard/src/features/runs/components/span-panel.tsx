import type { ErrorData } from "@pergola/core";
import { X } from "lucide-react";
import { isStop } from "../../../run/state-after.ts";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { HeaderLine } from "../../../ui/header-line.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { JsonView } from "../../../ui/json-view.tsx";
import { Labelled } from "../../../ui/labelled.tsx";
import { useRunTurn } from "../api/use-run-turn.ts";
import { spanTexts } from "../span-texts.ts";
import type { ShownRun } from "../use-shown-run.ts";
import type { Span } from "../waterfall/span.ts";
import { SpanEvents } from "./span-events.tsx";
import { SpanFacts } from "./span-facts.tsx";
import { kindWord, SpanIcon } from "./span-icon.tsx";
import { SpanMarks } from "./span-marks.tsx";
import styles from "./span-panel.module.css";

export interface SpanPanelProps {
  readonly agent: string;
  readonly run: ShownRun;
  readonly span: Span;
  readonly onClose: () => void;
}

/** Everything that is known of one row: its failure, figures, what went in and came out, its events as they are. */
export function SpanPanel({ agent, run, span, onClose }: SpanPanelProps) {
  const { spans } = run.tree;
  const turn = useRunTurn(agent, run.sessionId, run.id, !run.isLive && run.status !== "running");
  const { input, output, request } = spanTexts(span, spans, turn.data ?? undefined);
  const details = span.error?.details;
  return (
    <div className={styles.panel}>
      <HeaderLine level={2} title={span.name} icon={<SpanIcon kind={span.kind} />} note={kindWord(span.kind)}>
        <IconButton label="Close" icon={<X />} onClick={onClose} />
      </HeaderLine>
      <div className={styles.body}>
        {span.error && <Failure error={span.error} />}
        {details && (
          <Labelled level={3} label="Details of the error">
            <JsonView value={details} />
          </Labelled>
        )}
        <SpanFacts span={span} run={run} />
        {span.marks.length > 0 && (
          <Labelled level={3} label="On the way">
            <SpanMarks span={span} runStartedAt={run.startedAt} />
          </Labelled>
        )}
        <Value title="Input" value={input} />
        <Value title="Output" value={output} />
        {span.kind === "model" && output === undefined && span.state === "done" && (
          <p className={styles.note}>A log keeps no text: the answer of this call is not stored by itself.</p>
        )}
        <Value title="Request" value={request} />
        <Labelled level={3} label="Events">
          <SpanEvents span={span} runStartedAt={run.startedAt} />
        </Labelled>
      </div>
    </div>
  );
}

/** That it was stopped is no failure. */
function Failure({ error }: { readonly error: ErrorData }) {
  if (!isStop(error)) return <ErrorNote error={error} />;
  return (
    <p className={styles.note}>
      {error.message}
      {error.cause && ` ${error.cause.message}`}
    </p>
  );
}

function Value({ title, value }: { readonly title: string; readonly value: unknown }) {
  if (value === undefined) return null;
  return (
    <Labelled level={3} label={title}>
      <JsonView value={value} />
    </Labelled>
  );
}
