import { ChartLine, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import type { ChartDefinition } from "../charts.ts";
import type { Moment } from "../fill-slots.ts";
import styles from "./chart-card.module.css";
import { ChartTable } from "./chart-table.tsx";
import { ChartValues } from "./chart-values.tsx";

const TimeChart = lazy(async () => ({ default: (await import("./time-chart.tsx")).TimeChart }));

export interface ChartCardProps {
  readonly chart: ChartDefinition;
  readonly moments: readonly Moment[];
  /** The whole time, in the order of the series. */
  readonly totals: readonly (number | undefined)[];
  /** In the place of the chart: why there is nothing to draw. */
  readonly nothing?: ReactNode;
  readonly children?: ReactNode;
}

/** A question, the answer in numbers, and over time as a chart or as a table. */
export function ChartCard({ chart, moments, totals, nothing, children }: ChartCardProps) {
  const [isTable, setTable] = useState(false);
  const [hovered, setHovered] = useState<number>();
  const moment = hovered === undefined ? undefined : moments[hovered];
  return (
    <section className={styles.card} aria-labelledby={`chart-${chart.id}`}>
      <header className={styles.head}>
        <h2 id={`chart-${chart.id}`} className={styles.question}>
          {chart.question}
        </h2>
        {!nothing && (
          <IconButton
            label={isTable ? "Show as a chart" : "Show as a table"}
            icon={isTable ? <ChartLine /> : <Table2 />}
            onClick={() => setTable(!isTable)}
          />
        )}
      </header>
      {nothing ? (
        <div className={styles.nothing}>{nothing}</div>
      ) : (
        <>
          <ChartValues chart={chart} totals={totals} moment={moment} />
          {isTable ? (
            <ChartTable chart={chart} moments={moments} />
          ) : (
            <Suspense
              fallback={
                <div className={styles.wait}>
                  <Spinner label="Loading the chart" />
                </div>
              }
            >
              <TimeChart chart={chart} moments={moments} onHover={setHovered} />
            </Suspense>
          )}
          {children}
        </>
      )}
    </section>
  );
}
