import { memo } from "react";
import { isLive, type Turn } from "../turn.ts";
import { TurnFooter } from "./turn-footer.tsx";
import { TurnOutcome } from "./turn-outcome.tsx";
import { TurnPartView } from "./turn-part-view.tsx";
import styles from "./turn-view.module.css";

export interface TurnViewProps {
  readonly turn: Turn;
  /** Its place in the conversation, from 1. */
  readonly number: number;
  readonly isLast: boolean;
  /** Whether the debug panel shows it. */
  readonly isInspected: boolean;
  readonly onInspect: (key: string) => void;
  readonly onSend: (message: string) => void;
}

/** One turn: what was asked, then the answer with the work inside it. */
export const TurnView = memo(function TurnView(props: TurnViewProps) {
  const { turn, number, isLast, isInspected, onInspect } = props;
  return (
    <article
      className={styles.turn}
      aria-label={`Turn ${number}`}
      aria-busy={isLive(turn)}
      data-last={isLast || undefined}
      data-inspected={isInspected || undefined}
      data-status={turn.status}
    >
      <div className={styles.question}>
        <span className="visually-hidden">You: </span>
        {turn.message}
      </div>
      <div className={styles.answer}>
        <span className="visually-hidden">Answer: </span>
        {turn.parts.map((part) => (
          <TurnPartView key={part.id} part={part} turn={turn} />
        ))}
        <TurnOutcome turn={turn} onSend={isLast ? props.onSend : undefined} />
        <TurnFooter turn={turn} isInspected={isInspected} onInspect={onInspect} />
      </div>
    </article>
  );
}, isSameTurn);

/** The callbacks are made anew on every render and do the same: they are no reason to draw a turn again. */
function isSameTurn(before: TurnViewProps, after: TurnViewProps): boolean {
  return (
    before.turn === after.turn &&
    before.number === after.number &&
    before.isLast === after.isLast &&
    before.isInspected === after.isInspected
  );
}
