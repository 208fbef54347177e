import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { describe, expect, it } from "vitest";
import { splitBlocks } from "./split-blocks.ts";

const html = (text: string) =>
  renderToStaticMarkup(createElement(ReactMarkdown, { remarkPlugins: [remarkGfm] }, text))
    .replaceAll(/\s+/g, " ")
    .trim();

/** Lines that Markdown reads differently depending on what stands before them. */
const line = fc.constantFrom(
  "",
  "",
  "",
  "plain text",
  "more *text*",
  "# Heading",
  "- item",
  "1. first",
  "  indented",
  "    deep",
  "> quote",
  "```ts",
  "```",
  "~~~",
  "| a | b |",
  "|---|---|",
  "---",
  "===",
);

describe("splitBlocks", () => {
  it("cuts at blank lines between blocks", () => {
    expect(splitBlocks("a\n\nb\nc\n\n# d\n")).toEqual(["a\n\n", "b\nc\n\n", "# d\n"]);
  });

  it("never cuts inside a fence, also one that is still open", () => {
    expect(splitBlocks("```\na\n\nb\n```\n\nc")).toEqual(["```\na\n\nb\n```\n\n", "c"]);
    expect(splitBlocks("```\na\n\nb")).toEqual(["```\na\n\nb"]);
  });

  it("keeps a list with blank lines in one piece", () => {
    expect(splitBlocks("1. a\n\n   more\n\n2. b\n")).toHaveLength(1);
  });

  it("does not cut a text whose links are defined elsewhere", () => {
    expect(splitBlocks("[a][1]\n\ntext\n\n[1]: https://example.com")).toHaveLength(1);
  });

  it("loses nothing and means the same in pieces as in one", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const text = lines.join("\n");
        const blocks = splitBlocks(text);
        expect(blocks.join("")).toBe(text);
        expect(blocks.map(html).join(" ").replaceAll(/\s+/g, " ").trim()).toBe(html(text));
      }),
      { numRuns: 600 },
    );
  });
});
