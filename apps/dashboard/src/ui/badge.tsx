import type { ReactNode } from "react";
import styles from "./badge.module.css";

export interface BadgeProps {
  readonly tone?: "neutral" | "ok" | "warn" | "error" | "accent";
  readonly children: ReactNode;
}

/** A short fact beside a name. */
export function Badge({ tone = "neutral", children }: BadgeProps) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}
