import { formatDuration } from "../../../ui/format-duration.ts";
import type { TimeAxis } from "../waterfall/time-axis.ts";
import styles from "./waterfall-axis.module.css";

/** What stands above the rows: what they are, and the time since the run began. */
export function AxisLabels({ axis }: { readonly axis: TimeAxis }) {
  return (
    <div className={styles.labels} aria-hidden="true">
      <span className={styles.name}>Work</span>
      <span className={styles.times}>
        {axis.ticks.map((ms) => (
          <span key={ms} className={styles.label} style={{ left: percent(ms, axis) }}>
            {ms === 0 ? "0" : formatDuration(ms)}
          </span>
        ))}
      </span>
    </div>
  );
}

/** The lines behind the bars. */
export function AxisLines({ axis }: { readonly axis: TimeAxis }) {
  return (
    <div className={styles.lines} aria-hidden="true">
      <div className={styles.lane}>
        {axis.ticks.map((ms) => (
          <span key={ms} className={styles.line} style={{ left: percent(ms, axis) }} />
        ))}
      </div>
    </div>
  );
}

const percent = (ms: number, { lengthMs }: TimeAxis) => `${(ms / lengthMs) * 100}%`;
