import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Theme, toMermaid, toSvg } from "@pergola/viz";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launch } from "../browser/chromium.test-helper.ts";

const require = createRequire(import.meta.url);

const LABELS = [
  "end",
  'say "hello" <b>bold</b> & #34; `code`',
  "1. list",
  "two\nlines",
  "WWWWWWWWWWWWWWWWWWWW MMMM @@@",
  "日本語のノードの名前です",
  "👩‍👩‍👧‍👦 family",
  "style a:b#c; classDef x;",
  "**bold** _it_ [link](http://a.b)",
];

const graph = {
  name: "labels",
  kind: "flow" as const,
  nodes: [
    { id: "group", label: "A title that is quite long for its box", kind: "subflow" },
    ...LABELS.map((label, at) => ({
      id: `${at}`,
      label,
      kind: ["node", "router", "join", "start", "subflow"][at % 5] ?? "node",
      metadata: { policy: { timeoutMs: 2_500, maxRetries: 3, backoffBaseMs: 200 } },
      ...(at > 5 && { parentId: "group" }),
    })),
  ],
  edges: LABELS.map((label, at) => ({ from: `${at}`, to: `${(at * 2 + 1) % LABELS.length}`, label })),
};

describe.skipIf(chromiumPath === undefined)("drawings, in a browser", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage();
  }, 60_000);
  afterAll(() => browser?.close());

  it.each(["TB", "LR"] as const)("the text of an SVG fits its shape: %s", async (direction) => {
    await page.setContent(toSvg(graph, { direction, showPolicies: true, showKinds: true }));
    const sides = await page.evaluate(() =>
      [...document.querySelectorAll<SVGGElement>("g.pg-node")].map((node) => {
        const shape = (node.querySelector(".pg-shape") as SVGGraphicsElement).getBBox();
        const texts = [...node.querySelectorAll("text")].map((text) => text.getBBox());
        return texts.map((box) => Math.min(box.x - shape.x, shape.x + shape.width - box.x - box.width));
      }),
    );
    expect(sides).toHaveLength(LABELS.length);
    for (const side of sides.flat()) expect(side).toBeGreaterThanOrEqual(4);
  });

  it("no two texts of an SVG touch", async () => {
    await page.setContent(toSvg(graph));
    const count = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
      const touch = (a: DOMRect, b: DOMRect) =>
        a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom;
      return boxes.flatMap((box, at) => boxes.slice(at + 1).filter((other) => touch(box, other))).length;
    });
    expect(count).toBe(0);
  });

  it("an SVG is well-formed XML by itself", async () => {
    const svg = toSvg(graph);
    const root = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, "image/svg+xml").documentElement.nodeName,
      svg,
    );
    expect(root).toBe("svg");
  });

  it.each<[Theme, "light" | "dark", boolean]>([
    ["auto", "light", false],
    ["auto", "dark", true],
    ["dark", "light", true],
    ["light", "dark", false],
    ["page", "light", true],
  ])("the theme %s on a %s page", async (theme, colorScheme, isLight) => {
    await page.emulateMedia({ colorScheme });
    await page.setContent(`<body style="color:#eeeeee">${toSvg(graph, { theme })}`);
    const ink = await page.evaluate(
      () => getComputedStyle(document.querySelector(".pg-label") as Element).fill,
    );
    const [red = 0] = ink.match(/\d+/g)?.map(Number) ?? [];
    expect(red > 128).toBe(isLight);
  });

  it("Mermaid draws the labels as they are, and runs nothing of them", async () => {
    const main = require.resolve("mermaid");
    await page.setContent("<body></body>");
    await page.addScriptTag({ path: join(dirname(main), "mermaid.min.js") });
    const drawn = await page.evaluate(async (text) => {
      const { mermaid } = window as unknown as {
        mermaid: { render(id: string, text: string): Promise<{ svg: string }> };
      };
      const { svg } = await mermaid.render("picture", text);
      document.body.innerHTML = svg;
      const clean = (each: Element) => (each.textContent ?? "").replace(/\s+/g, "");
      return [...document.querySelectorAll(".node")].map(clean).sort();
    }, toMermaid(graph));
    expect(drawn).toEqual(LABELS.map((label) => label.replace(/\s+/g, "")).sort());
  });
});
