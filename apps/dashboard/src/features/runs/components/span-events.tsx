import { EventLine, EventList } from "../../../ui/event-line.tsx";
import { errorOf } from "../waterfall/logged-event.ts";
import type { Span } from "../waterfall/span.ts";
import styles from "./span-events.module.css";

export interface SpanEventsProps {
  readonly span: Span;
  /** Epoch milliseconds. */
  readonly runStartedAt: number;
}

/** The events of a row as they are in the log. */
export function SpanEvents({ span, runStartedAt }: SpanEventsProps) {
  const { started, notes, finished, droppedNotes } = span;
  const events = finished ? [started, ...notes, finished] : [started, ...notes];
  return (
    <div className={styles.events}>
      <EventList>
        {events.map((event) => (
          <EventLine
            key={`${event.runId} ${event.seq}`}
            event={event}
            since={runStartedAt}
            isFailed={errorOf(event) !== undefined}
          />
        ))}
      </EventList>
      {droppedNotes > 0 && <p className={styles.note}>{droppedNotes} further events are not shown.</p>}
    </div>
  );
}
