import type { ReactNode } from "react";
import styles from "./labelled.module.css";

/** A small heading above a value. */
export function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.group}>
      <p className={styles.label}>{label}</p>
      {children}
    </div>
  );
}
