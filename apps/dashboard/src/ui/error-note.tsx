import type { ErrorData } from "@pergola/core";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./error-note.module.css";
import { InlineCode } from "./inline-code.tsx";

export interface ErrorNoteProps {
  readonly error: ErrorData;
  /** What failed, for example `The answer failed`. */
  readonly title?: string;
  readonly action?: ReactNode;
}

/** An error in words: what happened, its code, what to do next, what caused it. */
export function ErrorNote({ error, title, action }: ErrorNoteProps) {
  return (
    <div className={styles.note}>
      <CircleAlert className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        {title && <p className={styles.title}>{title}</p>}
        <p className={styles.message}>
          {error.message} <code className={styles.code}>{error.code}</code>
        </p>
        {error.hint && (
          <p className={styles.hint}>
            <InlineCode text={error.hint} />
          </p>
        )}
        {error.cause && <p className={styles.hint}>Cause: {error.cause.message}</p>}
        {action && <div className={styles.action}>{action}</div>}
      </div>
    </div>
  );
}
