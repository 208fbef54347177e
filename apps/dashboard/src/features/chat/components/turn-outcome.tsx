import type { ErrorData } from "@pergola/core";
import { CircleSlash } from "lucide-react";
import { isStop } from "../../../run/state-after.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import type { Turn } from "../turn.ts";
import styles from "./turn-outcome.module.css";

export interface TurnOutcomeProps {
  readonly turn: Turn;
  /** There when the message can be sent again. */
  readonly onSend?: ((message: string) => void) | undefined;
}

/** How a turn ended, if it did not simply complete. */
export function TurnOutcome({ turn, onSend }: TurnOutcomeProps) {
  const again = onSend && <Button onClick={() => onSend(turn.message)}>Send again</Button>;
  switch (turn.status) {
    case "cancelled":
      return (
        <Quiet text={turn.error && !isStop(turn.error) ? `Stopped: ${turn.error.message}` : "Stopped"} />
      );
    case "failed":
      return <Loud title="The answer failed" error={turn.error ?? NO_REASON} action={again} />;
    case "deadline":
      return <Loud title="The time limit was reached" error={turn.error ?? OUT_OF_TIME} action={again} />;
    case "budget":
      return <Loud title="The budget is used up" error={turn.error ?? OUT_OF_BUDGET} action={again} />;
    case "interrupted":
      return <Loud title="Interrupted" error={INTERRUPTED} action={again} />;
    case "suspended":
      return <Quiet text="Suspended: it waits for a decision." />;
    case "pending":
      return <Quiet text="Running, started from another window." isRunning />;
    default:
      return null;
  }
}

const NO_REASON: ErrorData = { code: "UNEXPECTED", message: "The server kept no reason." };
const OUT_OF_TIME: ErrorData = { code: "DEADLINE_EXCEEDED", message: "The run took longer than it may." };
const OUT_OF_BUDGET: ErrorData = { code: "BUDGET_EXCEEDED", message: "The run used more than it may." };
const INTERRUPTED: ErrorData = {
  code: "RUN_INTERRUPTED",
  message: "The server went down before this answer was complete.",
};

function Quiet({ text, isRunning = false }: { readonly text: string; readonly isRunning?: boolean }) {
  return (
    <p className={styles.quiet}>
      {isRunning ? <Spinner /> : <CircleSlash aria-hidden="true" />} {text}
    </p>
  );
}

function Loud(props: { title: string; error: ErrorData; action: React.ReactNode }) {
  return (
    <div className={styles.loud}>
      <ErrorNote {...props} />
    </div>
  );
}
