import type { ReactNode } from "react";
import styles from "./two-panes.module.css";

/** The one of both panes that is there at phone width. */
export type PhonePane = "list" | "detail";

export interface TwoPanesProps {
  /** What the page is called. */
  readonly title: string;
  readonly phonePane: PhonePane;
  /** What one can choose from. */
  readonly list: ReactNode;
  /** What was chosen, and what is beside it. */
  readonly children: ReactNode;
}

/** A page with a list left and what was chosen from it right. */
export function TwoPanes({ title, phonePane, list, children }: TwoPanesProps) {
  return (
    <div className={styles.page} data-pane={phonePane}>
      <h1 className="visually-hidden">{title}</h1>
      <div className={styles.list}>{list}</div>
      <div className={styles.detail}>{children}</div>
    </div>
  );
}
