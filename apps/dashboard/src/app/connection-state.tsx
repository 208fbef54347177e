import { Tooltip } from "../ui/tooltip.tsx";
import styles from "./connection-state.module.css";
import type { Connection } from "./use-connection.ts";

const WORDS: Record<Connection, string> = {
  checking: "Connecting",
  connected: "Connected",
  down: "No connection",
};

/** A dot and a word: whether the server answers. */
export function ConnectionState({ connection }: { readonly connection: Connection }) {
  return (
    <Tooltip text={`${WORDS[connection]}: ${location.host}`}>
      <span className={styles.state} data-state={connection}>
        <span className={styles.dot} aria-hidden="true" />
        <span className={styles.word}>{WORDS[connection]}</span>
      </span>
    </Tooltip>
  );
}
