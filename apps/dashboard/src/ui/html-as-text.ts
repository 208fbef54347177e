/** The part of a Markdown tree that is looked at. */
interface MarkdownNode {
  type: string;
  value?: string;
  children?: MarkdownNode[];
}

/** A remark plugin: HTML in Markdown is shown as the text it is. It is neither run nor lost. */
export function htmlAsText(): (tree: MarkdownNode) => void {
  return function visit(node) {
    if (node.type === "html") node.type = "text";
    node.children?.forEach(visit);
  };
}
