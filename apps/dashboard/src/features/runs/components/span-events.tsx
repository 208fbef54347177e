import { memo, useId, useState } from "react";
import { formatDuration } from "../../../ui/format-duration.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import { errorOf, type LoggedEvent } from "../waterfall/logged-event.ts";
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
    <>
      <ol className={styles.events}>
        {events.map((event) => (
          <EventLine key={`${event.runId} ${event.seq}`} event={event} runStartedAt={runStartedAt} />
        ))}
      </ol>
      {droppedNotes > 0 && <p className={styles.note}>{droppedNotes} further events are not shown.</p>}
    </>
  );
}

interface EventLineProps {
  readonly event: LoggedEvent;
  readonly runStartedAt: number;
}

const EventLine = memo(function EventLine({ event, runStartedAt }: EventLineProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <li className={styles.event}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className={styles.seq}>{event.seq}</span>
        <span className={styles.type} data-failed={errorOf(event) !== undefined || undefined}>
          {event.type}
        </span>
        <time className={styles.time} title={new Date(event.at).toISOString()}>
          +{formatDuration(Math.max(0, event.at - runStartedAt))}
        </time>
      </button>
      <div id={id} hidden={!isOpen} className={styles.detail}>
        {isOpen && <JsonView value={event} />}
      </div>
    </li>
  );
});
