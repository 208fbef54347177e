import { memo, type ReactNode, useId, useState } from "react";
import styles from "./event-line.module.css";
import { exactTime } from "./exact-time.ts";
import { formatDuration } from "./format-duration.ts";
import { JsonView } from "./json-view.tsx";

/** What every event has. */
export interface ShownEvent {
  readonly type: string;
  readonly runId: string;
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface EventLineProps {
  readonly event: ShownEvent;
  /** Epoch milliseconds from which its time is counted. */
  readonly since: number;
  readonly isFailed: boolean;
  /** What it is about, in a word. */
  readonly subject?: string;
  /** How many alike are told as one, and the number of the last of them. Default: this one. */
  readonly count?: number;
  readonly lastSeq?: number;
}

/** An event: its number, its type, when it came; opened, all of it. */
export const EventLine = memo(function EventLine(props: EventLineProps) {
  const { event, since, isFailed, subject = "", count = 1, lastSeq } = props;
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
        <span className={styles.seq}>{count > 1 ? `${event.seq}–${lastSeq}` : event.seq}</span>
        <span className={styles.type} data-failed={isFailed || undefined}>
          {event.type}
          {count > 1 && <span className={styles.times}> × {count}</span>}
        </span>
        <span className={styles.subject}>{subject}</span>
        <time className={styles.time} title={exactTime(event.at)}>
          +{formatDuration(event.at - since)}
        </time>
      </button>
      <div id={id} hidden={!isOpen} className={styles.detail}>
        {isOpen && <JsonView value={event} />}
      </div>
    </li>
  );
});

/** The events of something, in their order. */
export function EventList({ children }: { readonly children: ReactNode }) {
  return (
    <ol className={styles.events} aria-label="Events">
      {children}
    </ol>
  );
}
