import { Info } from "lucide-react";
import type { TurnPart } from "../turn.ts";
import styles from "./notice-line.module.css";

/** Something to know about how an answer came about: another model was asked, a service is left alone. */
export function NoticeLine({ notice }: { readonly notice: Extract<TurnPart, { kind: "notice" }> }) {
  return (
    <p className={styles.notice} title={notice.error?.message}>
      <Info className={styles.icon} aria-hidden="true" />
      <span className={styles.text}>{notice.text}</span>
    </p>
  );
}
