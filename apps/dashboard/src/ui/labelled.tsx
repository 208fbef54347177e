import type { ReactNode } from "react";
import styles from "./labelled.module.css";

export interface LabelledProps {
  readonly label: string;
  /** Of the heading. Default: it is none. */
  readonly level?: 3 | 4;
  readonly children: ReactNode;
}

/** A small heading above a value. */
export function Labelled({ label, level, children }: LabelledProps) {
  const Label = level === undefined ? "p" : (`h${level}` as const);
  return (
    <section className={styles.group}>
      <Label className={styles.label}>{label}</Label>
      {children}
    </section>
  );
}
