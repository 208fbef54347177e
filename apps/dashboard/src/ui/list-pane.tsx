import type { KeyboardEvent, ReactNode } from "react";
import styles from "./list-pane.module.css";
import { SearchBox } from "./search-box.tsx";

export interface ListPaneProps {
  readonly title: string;
  /** What the box says that narrows the list. */
  readonly searchLabel: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** Beside the title. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** The left pane of a page: what one can choose from. Up and down walk through its links. */
export function ListPane(props: ListPaneProps) {
  const { title, searchLabel, search, onSearch, action, children } = props;
  return (
    <nav className={styles.pane} aria-label={title} onKeyDown={moveWithArrows}>
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

function moveWithArrows(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(`.${listLink}`)];
  const index = links.indexOf(document.activeElement as HTMLElement);
  if (index === -1 && !(document.activeElement instanceof HTMLInputElement)) return;
  const next = links[index + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
