import type { FlowEvent } from "@pergola/flow-runtime";
import { countOf } from "../../../ui/format-count.ts";
import { formatDuration } from "../../../ui/format-duration.ts";
import { Labelled } from "../../../ui/labelled.tsx";
import { ScrollArea } from "../../../ui/scroll-area.tsx";
import type { FlowView } from "../flow-view.ts";
import { useFlowView } from "../use-live-flow.ts";
import styles from "./trace-events.module.css";

const eventsOf = ({ events }: FlowView) => events;
const eventCountOf = ({ eventCount }: FlowView) => eventCount;

/** Events that are drawn. */
const MAX_SHOWN = 60;

/** The latest events of the followed trace, newest first. */
export function TraceEvents() {
  const events = useFlowView(eventsOf);
  const count = useFlowView(eventCountOf);
  if (count === 0) return null;
  const shown = events.slice(-MAX_SHOWN).reverse();
  const seen = `${countOf(count, "event")} seen${count > shown.length ? `, the latest ${shown.length}` : ""}`;
  return (
    <Labelled level={4} label={seen}>
      <ScrollArea label="Events" className={styles.scroll}>
        <ol className={styles.events}>
          {shown.map((event) => (
            <li key={event.place} className={styles.event} data-failed={isFailure(event) || undefined}>
              <span className={styles.type}>{event.type}</span>
              <span className={styles.subject}>{subjectOf(event)}</span>
              <span className={styles.time}>
                {event.latencyMs !== undefined && formatDuration(event.latencyMs)}
              </span>
            </li>
          ))}
        </ol>
      </ScrollArea>
    </Labelled>
  );
}

function subjectOf({ nodeName = "", to, code, outcome }: FlowEvent): string {
  if (outcome !== undefined) return outcome;
  if (code !== undefined) return `${nodeName} ${code}`;
  return to === undefined ? nodeName : `${nodeName} → ${to}`.trim();
}

function isFailure({ type }: FlowEvent): boolean {
  return type === "node-errored" || type === "node-timed-out" || type === "node-failed";
}
