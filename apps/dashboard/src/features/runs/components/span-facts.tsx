import { formatCost } from "../../../ui/format-cost.ts";
import { formatCount } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { usageText } from "../usage-text.ts";
import type { ShownRun } from "../use-shown-run.ts";
import { textOf } from "../waterfall/logged-event.ts";
import type { Span } from "../waterfall/span.ts";
import styles from "./span-facts.module.css";

/** The figures of a row, each with its name. */
export function SpanFacts({ span, run }: { readonly span: Span; readonly run: ShownRun }) {
  return (
    <dl className={styles.facts}>
      {factsOf(span, run).map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(span: Span, run: ShownRun): readonly (readonly [string, string])[] {
  const { startedAt, latencyMs, endedAt, firstTextAt, usage, started, finished } = span;
  const duration = latencyMs ?? (endedAt === undefined ? undefined : endedAt - startedAt);
  const isOpen = span.state === "running";
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Began", `+${formatDuration(Math.max(0, startedAt - run.startedAt))}`],
    [
      "Duration",
      duration === undefined ? (isOpen && run.isLive ? "running" : "no end") : formatDuration(duration),
    ],
    [
      "First words",
      firstTextAt === undefined ? undefined : `after ${formatDuration(firstTextAt - startedAt)}`,
    ],
    ["Outcome", span.outcome],
    ["Tokens", usage && `${formatCount(usage.totalTokens)} (${usageText(usage)})`],
    ["Cost", usage?.cost === undefined ? undefined : formatCost(usage.cost)],
    ["Finish reason", finished && textOf(finished, "finishReason")],
    ["Purpose", textOf(started, "purpose")],
    ["Operation", textOf(started, "operation")],
    ["Step", textOf(started, "step")],
    ["Step type", span.kind === "step" ? textOf(started, "kind") : undefined],
    ["Call", textOf(started, "callId")],
    ["Run", span.kind === "run" ? span.runId : undefined],
  ];
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== "");
}
