import { Check, CircleSlash, X } from "lucide-react";
import { Spinner } from "../ui/spinner.tsx";
import type { WorkState } from "./state-after.ts";
import styles from "./state-icon.module.css";

const WORDS: Record<WorkState, string> = {
  running: "running",
  done: "done",
  failed: "failed",
  stopped: "stopped",
};

/** How a piece of work stands: turning, ticked, crossed or struck out. */
export function StateIcon({ state }: { readonly state: WorkState }) {
  return (
    <span className={`${styles.icon} ${styles[state]}`}>
      {state === "running" && <Spinner />}
      {state === "done" && <Check aria-hidden="true" />}
      {state === "failed" && <X aria-hidden="true" />}
      {state === "stopped" && <CircleSlash aria-hidden="true" />}
      <span className="visually-hidden">{WORDS[state]}</span>
    </span>
  );
}
