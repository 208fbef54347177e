import { createAgentServer } from "@pergola/agent-server";
import { createAgent } from "@pergola/builders";
import { assetsDirectory } from "@pergola/dashboard";
import { offline } from "@pergola/llm-offline";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "./accessibility.test-helper.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";
import { hostileRun, LONG, MARKUP, RIGHT_TO_LEFT } from "./hostile-run.test-helper.ts";
import { overflowOf } from "./looks.test-helper.ts";
import { runFromPage } from "./run-from-page.test-helper.ts";

describe.skipIf(chromiumPath === undefined)("a page whose data is hostile", () => {
  let close: () => Promise<void>;
  let url: string;
  let browser: Browser;
  let page: Page;
  const thrown: string[] = [];

  beforeAll(async () => {
    const agent = await createAgent({ name: "assistant" })
      .withProvider(offline())
      .withLlm({ provider: "offline" })
      .withMemory({ type: "conversation" })
      .start();
    const server = createAgentServer({ agents: [agent], port: 0, assetsDirectory });
    url = await server.listen();
    close = async () => {
      await server.close();
      await agent.close();
    };
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(15_000);
    page.on("pageerror", ({ message }) => thrown.push(message));
    page.on("dialog", (dialog) => {
      thrown.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await close?.();
  });

  const overflow = () => overflowOf(page);

  it("shows messages as they are: markup does nothing, and nothing is wider than the page", async () => {
    await page.goto(`${url}/chat`);
    for (const message of [MARKUP, RIGHT_TO_LEFT, LONG])
      await runFromPage(page, message, crypto.randomUUID());
    await page.goto(`${url}/runs`);
    const runs = page.locator("[data-run]");
    await runs.first().waitFor();
    await expect.poll(() => runs.count()).toBe(3);
    expect((await runs.allTextContents()).some((text) => text.includes("<img src=x"))).toBe(true);
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await overflow()).toBeLessThanOrEqual(0);
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await runs.first().click();
    await page.getByRole("link", { name: "Open the chat" }).click();
    await page.getByText(LONG.slice(0, 50)).last().waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(thrown).toEqual([]);
  }, 60_000);

  it("shows a run whose log is full of nonsense: every row can be opened, and no number is none", async () => {
    await page.route("**/v1/runs/hostile*", (route) => route.fulfill({ json: hostileRun() }));
    await page.goto(`${url}/runs/hostile`);
    const rows = page.getByRole("treeitem");
    await rows.first().waitFor();
    expect(await rows.count()).toBeGreaterThan(15);
    const details = page.getByRole("complementary", { name: "Details" });
    for (let index = 0; index < (await rows.count()); index++) {
      await rows.nth(index).click();
      await details.getByRole("heading", { level: 2 }).waitFor();
      expect(await details.textContent()).not.toMatch(/NaN|Infinity|Invalid|undefined|\[object/);
    }
    expect(await page.getByRole("region", { name: "Run" }).textContent()).not.toMatch(
      /NaN|Infinity|Invalid|-\d+ ms/,
    );
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(thrown).toEqual([]);
  }, 60_000);

  it("shows each level of agents in agents, also on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${url}/runs/hostile`);
    const icons = page
      .getByRole("treeitem")
      .filter({ hasText: /^\W*Run: level/ })
      .locator("svg")
      .first();
    await icons.waitFor();
    const lefts = await page
      .getByRole("treeitem")
      .filter({ hasText: /level \d+/ })
      .evaluateAll((all) => all.map((each) => each.querySelector("bdi")?.getBoundingClientRect().left ?? 0));
    expect(lefts.length).toBeGreaterThan(10);
    expect(lefts.every((left, index) => index === 0 || left > (lefts[index - 1] ?? 0))).toBe(true);
    expect(thrown).toEqual([]);
  }, 30_000);
});
