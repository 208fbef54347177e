import { clockTime } from "../../../ui/clock-time.ts";
import type { ChartDefinition } from "../charts.ts";
import type { Moment } from "../fill-slots.ts";
import styles from "./chart-values.module.css";

export interface ChartValuesProps {
  readonly chart: ChartDefinition;
  /** Of the whole time. */
  readonly totals: readonly (number | undefined)[];
  /** The one that the pointer is at. */
  readonly moment: Moment | undefined;
}

/** The numbers of a chart: of the whole time, or of the moment that one points at. */
export function ChartValues({ chart, totals, moment }: ChartValuesProps) {
  const { slot } = moment ?? {};
  const values = moment === undefined ? totals : chart.series.map(({ value }) => slot && value(slot));
  return (
    <div className={styles.values}>
      {chart.series.map(({ label, color }, index) => (
        <div key={label} className={styles.value}>
          <span className={styles.label}>
            <span className={styles.swatch} style={{ background: `var(${color})` }} aria-hidden="true" />
            {label}
          </span>
          <span className={styles.number}>{textOf(chart, values[index])}</span>
        </div>
      ))}
      <span className={styles.when}>{moment === undefined ? "Whole time" : clockTime(moment.at)}</span>
    </div>
  );
}

function textOf({ format, empty }: ChartDefinition, value: number | undefined): string {
  const shown = value ?? empty;
  return shown === null ? "–" : format(shown);
}
