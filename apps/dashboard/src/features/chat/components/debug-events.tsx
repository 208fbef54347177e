import { EmptyState } from "../../../ui/empty-state.tsx";
import { EventLine, EventList } from "../../../ui/event-line.tsx";
import type { LogRow, Turn } from "../turn.ts";
import styles from "./debug-events.module.css";

/** Every event of a turn: its number, its type, when it came. */
export function DebugEvents({ turn }: { readonly turn: Turn }) {
  if (turn.log.length === 0) return <EmptyState title="No events">This turn left no log.</EmptyState>;
  return (
    <div className={styles.events}>
      {turn.droppedRows > 0 && (
        <p className={styles.note}>{turn.droppedRows} earlier events are not shown.</p>
      )}
      <EventList>
        {turn.log.map((row) => (
          <EventLine
            key={`${row.event.runId} ${row.event.seq}`}
            event={row.event}
            since={turn.startedAt}
            isFailed={"error" in row.event && row.event.error !== undefined}
            subject={subjectOf(row.event)}
            count={row.count}
            lastSeq={row.lastSeq}
          />
        ))}
      </EventList>
    </div>
  );
}

function subjectOf(event: LogRow["event"]): string {
  if ("tool" in event) return event.tool;
  if ("model" in event) return event.model;
  if ("outcome" in event) return event.outcome;
  return "step" in event ? (event.step ?? "") : "";
}
