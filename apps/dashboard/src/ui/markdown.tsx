import { memo } from "react";
import ReactMarkdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { htmlAsText } from "./html-as-text.ts";
import styles from "./markdown.module.css";
import { markdownComponents } from "./markdown-components.tsx";
import { splitBlocks } from "./split-blocks.ts";

const remarkPlugins = [remarkGfm, htmlAsText];
const rehypePlugins = [rehypeSanitize];

/**
 * Text of a model as a document. It is not trusted: raw HTML stays text, only http, https and mailto links work,
 * and images are links, so that showing an answer never calls another host.
 */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={styles.document}>
      {splitBlocks(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a streamed text only grows at its end.
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

const Block = memo(function Block({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      rehypePlugins={rehypePlugins}
      components={markdownComponents}
    >
      {text}
    </ReactMarkdown>
  );
});
