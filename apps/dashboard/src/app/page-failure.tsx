import { errorData } from "../api/api-error.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote } from "../ui/error-note.tsx";
import styles from "./agent-gate.module.css";

/** A defect of the page itself: says what it was and offers the way out. */
export function PageFailure({ error }: { readonly error: unknown }) {
  return (
    <div className={styles.pane}>
      <div className={styles.note}>
        <ErrorNote
          title="This page failed"
          error={errorData(error)}
          action={<Button onClick={() => location.reload()}>Reload</Button>}
        />
      </div>
    </div>
  );
}
