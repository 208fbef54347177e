import styles from "./code-block.module.css";
import { CopyButton } from "./copy-button.tsx";
import { HighlightedCode } from "./highlighted-code.tsx";
import { ScrollArea } from "./scroll-area.tsx";

export interface CodeBlockProps {
  readonly code: string;
  readonly language?: string | undefined;
  /** Above this it scrolls inside. Default: as tall as the code. */
  readonly maxHeight?: number;
  /** Without the line that names the language, and with long lines wrapped: for data. Default false. */
  readonly isPlain?: boolean;
}

/** A block of code with its language and a copy button. */
export function CodeBlock({ code, language, maxHeight, isPlain = false }: CodeBlockProps) {
  return (
    <figure className={styles.block} data-plain={isPlain || undefined}>
      <figcaption className={styles.head}>
        <span className={styles.language}>{language ?? "text"}</span>
        <CopyButton text={code} label="Copy code" className={styles.copy} />
      </figcaption>
      <ScrollArea label={`Code, ${language ?? "text"}`} className={styles.scroll} style={{ maxHeight }}>
        <pre className={styles.body}>
          <code>
            <HighlightedCode code={code} language={language} />
          </code>
        </pre>
      </ScrollArea>
    </figure>
  );
}
