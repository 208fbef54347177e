import { Window } from "happy-dom";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Markdown } from "./markdown.tsx";
import { TooltipProvider } from "./tooltip.tsx";

/** The answer as the browser would read it. */
function render(text: string) {
  const { document } = new Window();
  document.body.innerHTML = renderToStaticMarkup(
    <TooltipProvider>
      <Markdown text={text} />
    </TooltipProvider>,
  );
  return document.body;
}

describe("Markdown", () => {
  it("renders headings, lists, tables and code", () => {
    const body = render(
      "# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nconst x = 1;\n```\n",
    );
    expect(body.querySelector("h1")?.textContent).toBe("Title");
    expect(body.querySelectorAll("li")).toHaveLength(2);
    expect(body.querySelectorAll("td")).toHaveLength(2);
    expect(body.querySelector("pre code")?.textContent).toBe("const x = 1;");
    expect(body.querySelector("button")?.getAttribute("aria-label")).toBe("Copy code");
  });

  it.each([
    '<img src=x onerror="alert(1)">',
    'text <img src=x onerror="alert(1)"> text',
    "<script>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><button>go</button></form>',
    '<a href="javascript:alert(1)">x</a>',
    '<div style="position:fixed" onclick="alert(1)">cover</div>',
    "<style>*{display:none}</style>",
  ])("shows raw HTML as the text it is: %s", (html) => {
    const body = render(html);
    expect(body.querySelector("img,script,svg,iframe,form,a,style,[onclick],[style]")).toBeNull();
    expect(body.textContent).toContain(html);
  });

  it.each([
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "[x](//evil.example/path)",
    "[x](/v1/runs)",
    "<javascript:alert(1)>",
    "[x][ref]\n\n[ref]: javascript:alert(1)",
  ])("makes no link of %s", (text) => {
    expect(render(text).querySelector("a")).toBeNull();
  });

  it("opens links in a new tab without telling where from", () => {
    const link = render("[docs](https://example.com/a)").querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.com/a");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(link?.getAttribute("rel")).toContain("noopener");
    expect(link?.getAttribute("rel")).toContain("noreferrer");
  });

  it("never loads an image: it becomes a link", () => {
    const body = render("![chart](https://evil.example/pixel.png?secret)");
    expect(body.querySelector("img")).toBeNull();
    expect(body.querySelector("a")?.textContent).toBe("chart");
  });

  it("does not let an answer take ids or class names of the page", () => {
    const body = render("# root\n\n[^1]: note\n\ntext[^1]");
    expect(body.querySelector("#root, #main, #message")).toBeNull();
  });
});
