import { formatCount } from "../../../ui/format-count.ts";
import styles from "./error-list.module.css";

/** What ended turns, the most frequent first. */
export function ErrorList({ errors }: { readonly errors: Readonly<Record<string, number>> }) {
  const list = Object.entries(errors).sort(([, a], [, b]) => b - a);
  if (list.length === 0) return null;
  return (
    <ul className={styles.errors} aria-label="Errors">
      {list.map(([code, count]) => (
        <li key={code} className={styles.error}>
          <code>{code}</code> {formatCount(count)}
        </li>
      ))}
    </ul>
  );
}
