import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { formatCost } from "../../../ui/format-cost.ts";
import { formatCount } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { usageText } from "../usage-text.ts";
import { useRunClock } from "../use-run-clock.ts";
import type { ShownRun } from "../use-shown-run.ts";
import { summarize } from "../waterfall/summary.ts";
import styles from "./run-facts.module.css";
import { RunStatusBadge } from "./run-status-icon.tsx";

const SHORT_ID_CHARS = 8;

/** The figures of a run in one line; while it goes on, so far. */
export function RunFacts({ run }: { readonly run: ShownRun }) {
  const { tree, status, startedAt, durationMs } = run;
  const { usage, modelCalls, toolCalls, retries, fallbacks } = summarize(tree);
  const now = useRunClock(tree.lastAt, run.isLive);
  const duration = durationMs ?? (run.isLive ? Math.max(0, now - startedAt) : undefined);
  return (
    <dl className={styles.facts}>
      <Fact name="Outcome">
        <RunStatusBadge status={status} />
      </Fact>
      <Fact name="Started">
        <RelativeTime at={startedAt} />
      </Fact>
      {duration !== undefined && <Fact name="Duration">{formatDuration(duration)}</Fact>}
      <Fact name="Tokens" title={usageText(usage)}>
        {formatCount(usage.totalTokens)}
      </Fact>
      {usage.cost !== undefined && usage.totalTokens > 0 && <Fact name="Cost">{formatCost(usage.cost)}</Fact>}
      <Fact name="Model calls">{modelCalls}</Fact>
      <Fact name="Tool calls">{toolCalls}</Fact>
      {retries > 0 && <Fact name="Retries">{retries}</Fact>}
      {fallbacks > 0 && <Fact name="Fallbacks">{fallbacks}</Fact>}
      <Fact name="Run">
        <Id id={run.id} label="Copy the run's id" />
      </Fact>
      <Fact name="Session">
        <Link
          to="."
          search={(before) => ({ ...before, session: run.sessionId })}
          title="Show the runs of this chat"
          className={styles.id}
        >
          {run.sessionId.slice(0, SHORT_ID_CHARS)}
        </Link>
        <CopyButton text={run.sessionId} label="Copy the session's id" className={styles.copy} />
      </Fact>
    </dl>
  );
}

function Fact(props: { readonly name: string; readonly title?: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{props.name}</dt>
      <dd title={props.title}>{props.children}</dd>
    </div>
  );
}

function Id({ id, label }: { readonly id: string; readonly label: string }) {
  return (
    <>
      <code className={styles.id}>{id.slice(0, SHORT_ID_CHARS)}</code>
      <CopyButton text={id} label={label} className={styles.copy} />
    </>
  );
}
