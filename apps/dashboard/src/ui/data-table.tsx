import type { ReactNode } from "react";
import styles from "./data-table.module.css";
import { formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { ScrollArea } from "./scroll-area.tsx";

export interface DataTableProps {
  /** What it is, for those who don't see it. */
  readonly label: string;
  /** Headings; the first one is that of the names. */
  readonly columns: readonly string[];
  /** Its rows: a `th` of the scope `row`, then a `td` for each further column. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** Names and their figures, which scroll where there is too little room. */
export function DataTable({ label, columns, children, className = "" }: DataTableProps) {
  return (
    <ScrollArea label={label} className={`${styles.scroll} ${className}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollArea>
  );
}

/** How often something failed, as a cell. */
export function FailedCell({ count }: { readonly count: number }) {
  return <td data-failed={count > 0 || undefined}>{formatCount(count)}</td>;
}

/** How long something took, if that is known, as a cell. */
export function DurationCell({ ms }: { readonly ms: number | undefined }) {
  return <td>{ms === undefined ? "–" : formatDuration(ms)}</td>;
}
