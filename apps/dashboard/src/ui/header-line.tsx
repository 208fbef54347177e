import type { ReactNode } from "react";
import styles from "./header-line.module.css";

export interface HeaderLineProps {
  readonly title: string;
  /** 1 for that of a page, 2 for that of a part of it. */
  readonly level: 1 | 2;
  readonly icon?: ReactNode;
  /** Beside the title: what kind of thing it is. */
  readonly note?: string;
  /** Whether what is below is not parted from it. */
  readonly isOpen?: boolean;
  /** At the end: facts and buttons. */
  readonly children?: ReactNode;
}

/** The line above a page or a panel: what it is, and what can be done with it. */
export function HeaderLine({ title, level, icon, note, isOpen = false, children }: HeaderLineProps) {
  const Title = `h${level}` as const;
  return (
    <header className={styles.line} data-level={level} data-open={isOpen || undefined}>
      {icon}
      <Title className={styles.title} title={title}>
        {title}
      </Title>
      {note && <span className={styles.note}>{note}</span>}
      {children}
    </header>
  );
}
