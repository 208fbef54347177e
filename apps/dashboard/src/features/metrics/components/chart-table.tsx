import { ScrollArea } from "../../../ui/scroll-area.tsx";
import type { ChartDefinition } from "../charts.ts";
import type { Moment } from "../fill-slots.ts";
import { timeOf } from "./chart-values.tsx";
import styles from "./figures-table.module.css";

export interface ChartTableProps {
  readonly chart: ChartDefinition;
  readonly moments: readonly Moment[];
}

/** What a chart draws, in words: the moments in which something ended, newest first. */
export function ChartTable({ chart, moments }: ChartTableProps) {
  const rows = moments.flatMap(({ at, slot }) => (slot === undefined ? [] : [{ at, slot }])).reverse();
  return (
    <ScrollArea label={`${chart.question} As a table`} className={styles.scroll} data-height="chart">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {chart.series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, slot }) => (
            <tr key={at}>
              <th scope="row">{timeOf(at)}</th>
              {chart.series.map(({ label, value }) => {
                const number = value(slot);
                return <td key={label}>{number === undefined ? "–" : chart.format(number)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
