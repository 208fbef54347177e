import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./pane-header.module.css";

export interface PaneHeaderProps {
  readonly title: string;
  /** Where the list is that this was chosen from: one goes back to it where both do not fit beside each other. */
  readonly list: "/chat" | ".";
  /** What the way back is called. */
  readonly back: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** The line above what was chosen from a list: what it is, and what can be done with it. */
export function PaneHeader({ title, list, back, children, className = "" }: PaneHeaderProps) {
  return (
    <header className={`${styles.header} ${className}`}>
      <Link
        to={list}
        search={(before) => ({ ...before, show: "list" as const })}
        className={styles.back}
        aria-label={back}
      >
        <ChevronLeft aria-hidden="true" />
      </Link>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </header>
  );
}
