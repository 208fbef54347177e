import { clockTime } from "../../../ui/clock-time.ts";
import { DataTable } from "../../../ui/data-table.tsx";
import type { ChartDefinition } from "../charts.ts";
import type { Moment } from "../fill-slots.ts";
import styles from "./chart-table.module.css";

export interface ChartTableProps {
  readonly chart: ChartDefinition;
  readonly moments: readonly Moment[];
}

/** What a chart draws, in words: the moments in which something ended, newest first. */
export function ChartTable({ chart, moments }: ChartTableProps) {
  const columns = ["Time", ...chart.series.map(({ label }) => label)];
  const rows = moments.flatMap(({ at, slot }) => (slot === undefined ? [] : [{ at, slot }])).reverse();
  return (
    <DataTable label={`${chart.question} As a table`} columns={columns} className={styles.table}>
      {rows.map(({ at, slot }) => (
        <tr key={at}>
          <th scope="row">{clockTime(at)}</th>
          {chart.series.map(({ label, value }) => {
            const number = value(slot);
            return <td key={label}>{number === undefined ? "–" : chart.format(number)}</td>;
          })}
        </tr>
      ))}
    </DataTable>
  );
}
