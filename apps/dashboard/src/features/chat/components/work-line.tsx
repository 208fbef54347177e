import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { WorkState } from "../../../run/state-after.ts";
import { StateIcon } from "../../../run/state-icon.tsx";
import { formatDuration } from "../../../ui/format-duration.ts";
import styles from "./work-line.module.css";

export interface WorkLineProps {
  readonly state?: WorkState;
  readonly name: ReactNode;
  /** A short preview beside the name. */
  readonly preview?: ReactNode;
  readonly latencyMs?: number | undefined;
  /** Steps stand out a little; what is inside them is indented. */
  readonly level: "step" | "inner";
  /** What opens under the line. */
  readonly children: ReactNode;
}

/** A quiet line of work inside an answer: how it stands, what it is, how long it took; opens on a click. */
export function WorkLine({ state, name, preview, latencyMs, level, children }: WorkLineProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.work} data-level={level} data-state={state}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
      >
        {state && <StateIcon state={state} />}
        <span className={styles.name}>{name}</span>
        <span className={styles.preview}>{preview}</span>
        {latencyMs !== undefined && <span className={styles.time}>{formatDuration(latencyMs)}</span>}
        <ChevronRight className={styles.chevron} aria-hidden="true" />
      </button>
      <div id={id} className={styles.detail} hidden={!isOpen}>
        {isOpen && children}
      </div>
    </div>
  );
}
