import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "./accessibility.test-helper.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";
import { inEachLook, overflowOf } from "./looks.test-helper.ts";
import { runFromPage } from "./run-from-page.test-helper.ts";
import { takeScreenshot } from "./screenshot.test-helper.ts";
import { enqueueTurns, startTelemetryServer, type TelemetryServer } from "./telemetry-server.test-helper.ts";

describe.skipIf(chromiumPath === undefined)("the Metrics page", () => {
  let browser: Browser;
  let watched: TelemetryServer;
  let context: BrowserContext;
  let page: Page;
  const loaded: string[] = [];

  beforeAll(async () => {
    watched = await startTelemetryServer();
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    page.on("response", (response) => loaded.push(new URL(response.url()).pathname));
    await page.goto(watched.url);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await watched?.[Symbol.asyncDispose]();
  });

  const card = (question: string | RegExp) => page.getByRole("region", { name: question });
  const chat = (text: string) => runFromPage(page, text);
  const shot = (name: string) => takeScreenshot(page, name);

  it("is in the rail, tells how the agent is, and what to do while there are no figures", async () => {
    await page.getByRole("link", { name: "Metrics" }).click();
    await card("Is assistant well?").getByText("Everything works").waitFor();
    await card("Is assistant well?").getByText("memory").waitFor();
    await page.getByText("No turn has ended in this time").waitFor();
    expect(loaded.some((path) => path.includes("time-chart"))).toBe(false);
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot("metrics-empty");
  });

  it("answers its questions by itself once turns have ended", async () => {
    enqueueTurns(watched);
    await chat("6*7?");
    await chat("And now?");
    await card("How long do turns take?")
      .getByText(/\d+ ms/)
      .first()
      .waitFor();
    await card("What fails?").getByText("MODEL_AUTH").waitFor();
    await card("How many tokens does it use?").getByText("In and out").waitFor();
    await card("What does it cost?").getByText("$").first().waitFor();
    await card("Where does the time go?")
      .getByRole("row", { name: /calculator/ })
      .waitFor();
    await card("How long do turns take?").locator("canvas").waitFor();
    expect(loaded.some((path) => path.includes("time-chart"))).toBe(true);
    await page.mouse.move(0, 0);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it("draws something on each canvas, in the colours of the theme", async () => {
    const drawn = () =>
      page.locator("canvas").evaluateAll((all) =>
        all.map((each) => {
          const canvas = each as HTMLCanvasElement;
          const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
          return new Set(new Uint32Array(data?.buffer ?? new ArrayBuffer(0))).size;
        }),
      );
    await expect.poll(async () => (await drawn()).length).toBe(4);
    for (const colors of await drawn()) expect(colors).toBeGreaterThan(3);
  });

  it("tells the values of where one points", async () => {
    const durations = card("How long do turns take?");
    await durations.getByText("Whole time").waitFor();
    const box = await durations.locator(".u-over").boundingBox();
    if (box === null) throw new Error("The chart is not there.");
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
    await expect.poll(() => durations.getByText(/^\d\d:\d\d/).count()).toBe(1);
    await page.mouse.move(0, 0);
    await durations.getByText("Whole time").waitFor();
  });

  it("has a table of each chart, reached with the keyboard", async () => {
    for (const question of ["How long do turns take?", "What fails?", "What does it cost?"]) {
      await card(question).getByRole("button", { name: "Show as a table" }).press("Enter");
      expect(await card(question).getByRole("row").count()).toBeGreaterThan(1);
    }
    await card("What fails?").getByRole("columnheader", { name: "Failed" }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot("metrics-tables");
  });

  it("keeps the time in the URL", async () => {
    await page.getByLabel("Time", { exact: true }).selectOption("24");
    await expect.poll(() => new URL(page.url()).searchParams.get("hours")).toBe("24");
    await page.reload();
    await card("What fails?").getByText("MODEL_AUTH").waitFor();
    expect(await page.getByLabel("Time", { exact: true }).inputValue()).toBe("24");
  });

  it("says what to do where the figures are not for who asks", async () => {
    const proxied = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": "10.0.0.9" } });
    const stranger = await proxied.newPage();
    await stranger.goto(`${watched.url}/figures`);
    await stranger.getByText("OPERATOR_ONLY").waitFor();
    await proxied.close();
  });

  it("looks right at both widths, in light and dark, and is clean for axe", async () => {
    await page.goto(`${watched.url}/figures`);
    await inEachLook(page, async (look) => {
      await card("What fails?").getByText("MODEL_AUTH").waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityProblems(page)).toEqual([]);
      await shot(`metrics-${look}`);
    });
    await page.getByRole("region", { name: "What does it cost?" }).scrollIntoViewIfNeeded();
    await shot("metrics-phone-dark-2");
  });
});
