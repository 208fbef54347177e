import type { MetricsSummary, MetricsTimeline } from "@pergola/observability";
import { useMemo } from "react";
import { errorData } from "../../../api/api-error.ts";
import { Button } from "../../../ui/button.tsx";
import { Centre } from "../../../ui/centre.tsx";
import { Choice } from "../../../ui/choice.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { countOf } from "../../../ui/format-count.ts";
import { HeaderLine } from "../../../ui/header-line.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useSummary, useTimeline } from "../api/use-metrics.ts";
import { COST, DURATIONS, FAILURES, TOKENS } from "../charts.ts";
import { fillSlots } from "../fill-slots.ts";
import { HOURS } from "../hours.ts";
import { ChartCard } from "./chart-card.tsx";
import { ErrorList } from "./error-list.tsx";
import { HealthCard } from "./health-card.tsx";
import styles from "./metrics-page.module.css";
import { PartsTable } from "./parts-table.tsx";

export interface MetricsPageProps {
  readonly agent: string;
  readonly hours: number;
  readonly onHours: (hours: number) => void;
}

const SPANS = HOURS.map((hours) => ({
  value: `${hours}`,
  text: hours === 1 ? "The last hour" : `The last ${hours} hours`,
}));

/** Figures of an agent: few charts, each of which answers a question. */
export function MetricsPage({ agent, hours, onHours }: MetricsPageProps) {
  const summary = useSummary({ agent, hours });
  const timeline = useTimeline({ agent, hours });
  const failure = summary.error ?? timeline.error;
  const retry = () => void Promise.all([summary.refetch(), timeline.refetch()]);
  return (
    <div className={styles.page}>
      <title>Metrics · Pergola</title>
      <HeaderLine level={1} title="Metrics">
        {summary.data && (
          <span className={styles.count}>{countOf(summary.data.runs.active, "turn")} under way</span>
        )}
        <Choice
          label="Time"
          value={`${hours}`}
          options={SPANS}
          onChange={(value) => onHours(Number(value))}
        />
      </HeaderLine>
      {summary.data && timeline.data ? (
        <div className={styles.body}>
          <HealthCard agent={agent} />
          <Figures summary={summary.data} timeline={timeline.data} />
        </div>
      ) : (
        <Centre>
          {failure ? (
            <ErrorNote
              title="The figures could not be loaded"
              error={errorData(failure)}
              action={<Button onClick={retry}>Try again</Button>}
            />
          ) : (
            <Spinner label="Loading the figures" />
          )}
        </Centre>
      )}
    </div>
  );
}

interface FiguresProps {
  readonly summary: MetricsSummary;
  readonly timeline: MetricsTimeline;
}

function Figures({ summary, timeline }: FiguresProps) {
  const moments = useMemo(() => fillSlots(timeline), [timeline]);
  const { runs, tokens, costUsd } = summary;
  if (runs.count === 0 && Object.keys(summary.steps).length === 0)
    return (
      <Centre>
        <EmptyState title="No turn has ended in this time">
          Ask the agent something in the Chat; its figures are here a moment later.
        </EmptyState>
      </Centre>
    );
  const all = tokens.input + tokens.output;
  return (
    <>
      <div className={styles.charts}>
        <ChartCard chart={DURATIONS} moments={moments} totals={[runs.p50Ms, runs.p95Ms, runs.p99Ms]} />
        <ChartCard chart={FAILURES} moments={moments} totals={[runs.count, runs.failed]}>
          <ErrorList errors={summary.errors} />
        </ChartCard>
        <ChartCard chart={TOKENS} moments={moments} totals={[all, tokens.output]} />
        <ChartCard chart={COST} moments={moments} totals={[costUsd]} nothing={costUsd === 0 && <NoCost />} />
      </div>
      <PartsTable summary={summary} />
    </>
  );
}

function NoCost() {
  return (
    <>
      Nothing that is known: the models that answered
      <br /> are free, or their prices are not in the price list.
    </>
  );
}
