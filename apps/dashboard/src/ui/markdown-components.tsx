import type { ReactNode } from "react";
import type { Components } from "react-markdown";
import { CodeBlock } from "./code-block.tsx";
import styles from "./markdown.module.css";
import { ScrollArea } from "./scroll-area.tsx";

/** What Markdown becomes on the page. */
export const markdownComponents: Components = {
  a: ({ href, children }) => <ExternalLink href={href}>{children}</ExternalLink>,
  img: ({ src, alt }) => <ExternalLink href={src}>{alt || "image"}</ExternalLink>,
  // The code element inside renders the whole block.
  pre: ({ children }) => children,
  code: ({ className, children, node }) => {
    const text = String(children ?? "");
    const language = /(?:^|\s)language-(\S+)/.exec(className ?? "")?.[1];
    const isBlock = language !== undefined || text.endsWith("\n") || isTall(node);
    if (!isBlock) return <code className={styles.code}>{children}</code>;
    return <CodeBlock code={text.replace(/\n$/, "")} language={language} />;
  },
  table: ({ children }) => (
    <ScrollArea label="Table" className={styles.table}>
      <table>{children}</table>
    </ScrollArea>
  ),
};

function ExternalLink({ href, children }: { readonly href?: unknown; readonly children: ReactNode }) {
  if (typeof href !== "string" || !/^(https?:|mailto:)/i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function isTall(
  node: { position?: { start: { line: number }; end: { line: number } } } | undefined,
): boolean {
  return node?.position !== undefined && node.position.end.line > node.position.start.line;
}
