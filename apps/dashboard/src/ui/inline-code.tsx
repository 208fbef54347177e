import styles from "./inline-code.module.css";

/** A plain text whose `backticked` parts are shown as code. Nothing else is interpreted. */
export function InlineCode({ text }: { readonly text: string }) {
  return text.split("`").map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move.
      <code key={index} className={styles.code}>
        {piece}
      </code>
    ),
  );
}
