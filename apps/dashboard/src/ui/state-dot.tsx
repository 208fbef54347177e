import type { ComponentProps } from "react";
import styles from "./state-dot.module.css";

export type StateTone = "ok" | "warn" | "error" | "quiet";

/** How something is, as a colour; words beside it say it too. */
export function StateDot({ tone }: { readonly tone: StateTone }) {
  return <span className={styles.dot} data-tone={tone} aria-hidden="true" />;
}

export interface StateTextProps extends ComponentProps<"span"> {
  readonly tone: StateTone;
}

/** The dot with its words. */
export function StateText({ tone, className = "", children, ...rest }: StateTextProps) {
  return (
    <span {...rest} className={`${styles.state} ${className}`} data-tone={tone}>
      <StateDot tone={tone} />
      {children}
    </span>
  );
}
