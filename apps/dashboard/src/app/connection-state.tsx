import { StateText } from "../ui/state-dot.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import styles from "./connection-state.module.css";
import type { Connection } from "./use-connection.ts";

const LOOKS = {
  checking: { tone: "quiet", word: "Connecting" },
  connected: { tone: "ok", word: "Connected" },
  down: { tone: "error", word: "No connection" },
} as const satisfies Record<Connection, unknown>;

/** A dot and a word: whether the server answers. */
export function ConnectionState({ connection }: { readonly connection: Connection }) {
  const { tone, word } = LOOKS[connection];
  return (
    <Tooltip text={`${word}: ${location.host}`}>
      <StateText tone={tone} className={styles.state}>
        <span className={styles.word}>{word}</span>
      </StateText>
    </Tooltip>
  );
}
