import { previewValue } from "../preview-value.ts";
import styles from "./reasoning-line.module.css";
import { WorkLine } from "./work-line.tsx";

/** What the model thought aloud, closed until asked for. */
export function ReasoningLine({ text }: { readonly text: string }) {
  return (
    <WorkLine level="inner" name="Reasoning" preview={previewValue(text)}>
      <p className={styles.text}>{text}</p>
    </WorkLine>
  );
}
