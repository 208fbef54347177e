import type { KeyboardEventHandler, ReactNode } from "react";
import styles from "./list-pane.module.css";
import { SearchBox } from "./search-box.tsx";

export interface ListPaneProps {
  readonly title: string;
  /** What the box says that narrows the list. */
  readonly searchLabel: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onKeyDown?: KeyboardEventHandler<HTMLElement>;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** The left pane of a page: what one can choose from. */
export function ListPane(props: ListPaneProps) {
  const { title, searchLabel, search, onSearch, onKeyDown, action, children, className = "" } = props;
  return (
    <nav className={`${styles.pane} ${className}`} aria-label={title} onKeyDown={onKeyDown}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {action}
      </div>
      <SearchBox label={searchLabel} value={search} onChange={onSearch} />
      {children}
    </nav>
  );
}

/** The list in it, which scrolls; its links have {@link listLink} as their class. */
export function ListBody({ children }: { readonly children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

/** The class of a link that is one entry of the list. */
export const listLink = styles.link;
