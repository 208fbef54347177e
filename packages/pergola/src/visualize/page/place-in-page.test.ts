import fc from "fast-check";
import { expect, test } from "vitest";
import { newPage, placeInPage } from "./place-in-page.ts";

const CHART = "flowchart TB\n  a --> b\n";
const diagram = { name: "orders", chart: CHART, file: "README.md" };
const place = (page: string, name = "orders") => placeInPage(page, { ...diagram, name });
const BLOCK = `\n\`\`\`mermaid\n${CHART}\`\`\`\n\n`;

test("only what stands between the markers is replaced", () => {
  const page = "# Hi\n\n<!-- pergola:flow -->\nold\nold\n<!-- /pergola:flow -->\n\nBye";
  expect(place(page)).toBe(`# Hi\n\n<!-- pergola:flow -->\n${BLOCK}<!-- /pergola:flow -->\n\nBye`);
});

test("a page of its own is one that it can be placed in again without a change", () => {
  expect(newPage(diagram)).toBe(`<!-- pergola:flow orders -->\n${BLOCK}<!-- /pergola:flow -->\n`);
  expect(place(newPage(diagram))).toBe(newPage(diagram));
});

test("of several places the one with the flow's name is taken, else the one without a name", () => {
  const pair = (name: string) => `<!-- pergola:flow ${name} -->\n<!-- /pergola:flow -->\n`;
  const page = pair("") + pair("orders") + pair("mails");
  expect(place(page)).toBe(
    `${pair("")}<!-- pergola:flow orders -->\n${BLOCK}<!-- /pergola:flow -->\n${pair("mails")}`,
  );
  expect(place(page, "others").startsWith(`<!-- pergola:flow  -->\n${BLOCK}`)).toBe(true);
});

test("markers in a block of code are an example", () => {
  const example = "````md\n```\n<!-- pergola:flow -->\n<!-- /pergola:flow -->\n````\n";
  expect(() => place(example)).toThrow(expect.objectContaining({ code: "NO_MARKERS" }));
  const page = `${example}<!-- pergola:flow -->\n<!-- /pergola:flow -->\n`;
  expect(place(page)).toBe(`${example}<!-- pergola:flow -->\n${BLOCK}<!-- /pergola:flow -->\n`);
});

test("line ends and indentation of the page are kept", () => {
  const page = "- item\r\n  <!-- pergola:flow -->\r\n  <!-- /pergola:flow -->\r\n";
  const placed = place(page);
  expect(placed).toContain("\r\n  ```mermaid\r\n  flowchart TB\r\n    a --> b\r\n  ```\r\n\r\n  <!-- /");
  expect(placed.replaceAll("\r\n", "")).not.toContain("\n");
  expect(place(placed)).toBe(placed);
});

test("a page without a place is refused, and the hint has the lines to copy", () => {
  expect(() => place("# Hi\n<!-- pergola:flow mails -->\n<!-- /pergola:flow -->")).toThrow(
    expect.objectContaining({
      code: "NO_MARKERS",
      message:
        'README.md exists and has no markers for the flow "orders"; nothing was written. It has some for mails.',
      hint: "Put these two lines where the diagram belongs: <!-- pergola:flow orders --> and <!-- /pergola:flow -->",
    }),
  );
});

test.each([
  ["an opening one alone", "a\n<!-- pergola:flow -->\nb", "line 2"],
  ["a closing one alone", "a\nb\n<!-- /pergola:flow -->", "line 3"],
  ["two opening ones", "<!-- pergola:flow -->\n<!-- pergola:flow -->\n<!-- /pergola:flow -->", "line 1"],
  ["a block of code that does not end", "<!-- pergola:flow -->\n```\n<!-- /pergola:flow -->", "line 1"],
  [
    "two places for one diagram",
    "<!-- pergola:flow -->\n<!-- /pergola:flow -->\n<!-- pergola:flow -->\n<!-- /pergola:flow -->",
    "Lines 1 and 3",
  ],
])("markers that do not fit are refused: %s", (_, page, where) => {
  expect(() => place(page)).toThrow(
    expect.objectContaining({ code: "BROKEN_MARKERS", message: expect.stringContaining(where) }),
  );
});

const anyLine = fc.oneof(
  fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\n]/g, "")),
  fc.constantFrom(
    "<!-- comment -->",
    "text <!-- pergola:flow -->",
    "- x",
    "",
    "    <!-- pergola:flow -->",
    "# h",
  ),
);

test("any name can be a marker's, and nothing outside of the markers changes", () => {
  const sample = fc.record({
    name: fc.string({ unit: "grapheme", minLength: 1 }),
    before: fc.array(anyLine),
    between: fc.array(fc.constantFrom("", "old", "```\nx\n```")),
    after: fc.array(anyLine),
    lineEnd: fc.constantFrom("\n", "\r\n"),
  });
  const isFence = (line: string) => /^\s*(?:`{3}|~{3})/.test(line);
  fc.assert(
    fc.property(sample, ({ name, before, between, after, lineEnd }) => {
      fc.pre(![...before, ...after].some(isFence));
      const [open = "", ...rest] = newPage({ ...diagram, name }).split("\n");
      const close = rest.at(-2) ?? "";
      expect(open).toMatch(/^<!-- pergola:flow (?:(?!--)[^<>])*-->$/);
      const page = [...before, open, ...between, close, ...after].join(lineEnd);
      const placed = placeInPage(page, { ...diagram, name });
      const head = [...before, open, ""].join(lineEnd);
      const tail = [close, ...after].join(lineEnd);
      expect(placed).toBe(head + BLOCK.replaceAll("\n", lineEnd) + tail);
      expect(placeInPage(placed, { ...diagram, name })).toBe(placed);
    }),
  );
});
