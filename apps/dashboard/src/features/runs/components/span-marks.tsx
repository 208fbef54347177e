import { formatDuration } from "../../../ui/format-duration.ts";
import type { Mark, Span } from "../waterfall/span.ts";
import styles from "./span-marks.module.css";

export interface SpanMarksProps {
  readonly span: Span;
  /** Epoch milliseconds. */
  readonly runStartedAt: number;
}

/** Retries, fallbacks and whatever else is worth a mark, with why. */
export function SpanMarks({ span, runStartedAt }: SpanMarksProps) {
  return (
    <ol className={styles.marks}>
      {numbered(span.marks).map(({ number, mark }) => (
        <li key={number} className={styles.mark}>
          <span className={styles.dot} data-tone={mark.tone} aria-hidden="true" />
          <span className={styles.text}>
            {mark.text}
            {mark.error && <span className={styles.reason}>{mark.error.message}</span>}
          </span>
          <span className={styles.time}>+{formatDuration(Math.max(0, mark.at - runStartedAt))}</span>
        </li>
      ))}
    </ol>
  );
}

const numbered = (marks: readonly Mark[]) => marks.map((mark, index) => ({ number: index, mark }));
