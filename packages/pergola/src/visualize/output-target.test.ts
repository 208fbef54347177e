import { expect, test } from "vitest";
import { outputTarget } from "./output-target.ts";

test.each([
  ["README.md", "mermaid", true],
  ["docs/Page.MARKDOWN", "mermaid", true],
  ["a.mmd", "mermaid", false],
  ["a.mermaid", "mermaid", false],
  ["a.dot", "dot", false],
  ["a.gv", "dot", false],
  ["a.b.svg", "svg", false],
] as const)("the ending of %s says what it holds", (out, format, isPage) => {
  expect(outputTarget({ out })).toEqual({ file: out, format, isPage });
  expect(outputTarget({ out, format, check: true })).toEqual({ file: out, format, isPage });
});

test("without a file it is Mermaid, or the format that was asked for", () => {
  expect(outputTarget({})).toEqual({ file: undefined, format: "mermaid", isPage: false });
  expect(outputTarget({ format: "svg" }).format).toBe("svg");
});

test("an ending that says nothing needs a format", () => {
  expect(outputTarget({ out: "picture", format: "svg" })).toEqual({
    file: "picture",
    format: "svg",
    isPage: false,
  });
  expect(() => outputTarget({ out: "x.png" })).toThrow(
    "The ending of x.png says no format; expected one of .md, .markdown, .mmd, .mermaid, .dot, .gv, .svg.",
  );
});

test("a format that is not the file's is refused", () => {
  expect(() => outputTarget({ out: "x.svg", format: "dot" })).toThrow(
    expect.objectContaining({
      code: "INVALID_USAGE",
      message: "x.svg would hold svg, and --format says dot.",
    }),
  );
});
