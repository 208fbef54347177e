import { Spinner } from "../ui/spinner.tsx";
import styles from "./agent-gate.module.css";

/** What stands in a page's place while its code loads. */
export function PageLoading() {
  return (
    <div className={styles.pane}>
      <div className={styles.wait}>
        <Spinner label="Loading" />
      </div>
    </div>
  );
}
