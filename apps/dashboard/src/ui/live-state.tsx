import styles from "./live-state.module.css";

export interface LiveStateProps {
  readonly state: "connecting" | "live" | "lost" | "paused";
}

const WORDS = { connecting: "Connecting", live: "Live", lost: "Reconnecting", paused: "Paused" } as const;

/** Whether what is shown is what happens now. */
export function LiveState({ state }: LiveStateProps) {
  return (
    <span className={styles.state} data-state={state} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {WORDS[state]}
    </span>
  );
}
