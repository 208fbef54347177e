import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "./accessibility.test-helper.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";
import { framesPerSecond } from "./frames.test-helper.ts";
import { inEachLook, overflowOf } from "./looks.test-helper.ts";
import { runFromPage } from "./run-from-page.test-helper.ts";
import { takeScreenshot } from "./screenshot.test-helper.ts";
import { enqueueTurns, startTelemetryServer, type TelemetryServer } from "./telemetry-server.test-helper.ts";

describe.skipIf(chromiumPath === undefined)("the Logs page", () => {
  let browser: Browser;
  let watched: TelemetryServer;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    watched = await startTelemetryServer();
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(15_000);
    page = await context.newPage();
    await page.goto(`${watched.url}/logs?level=error`);
    await isLive();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await watched?.[Symbol.asyncDispose]();
  });

  const isLive = (on = page) => on.getByText("Live", { exact: true }).waitFor();
  const lines = (on = page) => on.getByRole("group", { name: "Lines of the log" });
  const line = (text: string | RegExp, on = page) => lines(on).getByRole("button", { name: text });
  const chat = (text: string) => runFromPage(page, text);
  const shot = (name: string, on = page) => takeScreenshot(on, name);

  it("is in the rail, and says what to do while there is nothing", async () => {
    await page.getByText("No line fits").waitFor();
    await page.getByRole("button", { name: "Show all lines" }).click();
    await page.getByRole("link", { name: "Logs" }).waitFor();
    await page.getByText("Nothing logged yet").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await shot("logs-empty");
  });

  it("shows what runs do while they do it, and of which run it is", async () => {
    enqueueTurns(watched);
    await chat("6*7?");
    await line("Run completed").waitFor();
    await line(/Tool finished.*calculator/).waitFor();
    await chat("And now?");
    await line(/Run failed/).waitFor();
    await line(/Run failed/).click();
    await lines().getByText("MODEL_AUTH", { exact: true }).waitFor();
    await shot("logs-open");
    expect(await accessibilityProblems(page)).toEqual([]);
    await lines().getByRole("button", { name: "Only this run" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("run")).toMatch(/./);
    await expect.poll(() => line(/calculator/).count()).toBe(0);
    await line(/Run failed/).click();
    await lines().getByRole("link", { name: "Open the run" }).click();
    await page.getByRole("heading", { name: "Runs", level: 1 }).waitFor({ state: "attached" });
    await page.getByText("MODEL_AUTH").first().waitFor();
  });

  it("filters by level, part and words, all in the URL, which brings the same lines again", async () => {
    await page.goto(`${watched.url}/logs`);
    await line("Run completed").waitFor();
    await page.getByLabel("Level").selectOption("debug");
    await line(/Model call started/)
      .first()
      .waitFor();
    await page.getByLabel("Part").selectOption("tool");
    await expect.poll(() => line(/Model call/).count()).toBe(0);
    await line(/Tool started/).waitFor();
    await page.getByRole("searchbox", { name: "Search the lines" }).fill("finished");
    await expect.poll(() => line(/Tool started/).count()).toBe(0);
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({ level: "debug", component: "tool", q: "finished" });
    await page.reload();
    await line(/Tool finished/).waitFor();
    expect(await line(/./).count()).toBe(1);
  });

  it("shows nobody else's runs", async () => {
    const other = await browser.newContext();
    const stranger = await other.newPage();
    await stranger.goto(`${watched.url}/logs?level=debug`);
    watched.log.info("The server says something.");
    await line("The server says something.", stranger).waitFor();
    expect(await line(/Run|Model|Tool|Step/, stranger).count()).toBe(0);
    await other.close();
  });

  it("stays where one reads while lines come, and goes on from there", async () => {
    await page.goto(`${watched.url}/logs`);
    await line("Run completed").waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused", { exact: true }).waitFor();
    watched.log.warn("The disk is nearly full.");
    await page.getByRole("button", { name: "1 new line" }).waitFor();
    expect(await line(/nearly full/).count()).toBe(0);
    await page.getByRole("button", { name: "1 new line" }).press("Enter");
    await line(/nearly full/).waitFor();
    await isLive();
    await page.getByRole("button", { name: "Clear the page" }).click();
    await page.getByText("Nothing logged yet").waitFor();
  });

  it("says that the connection is lost, and begins anew with what the server has", async () => {
    const fresh = await context.newPage();
    let drop: () => void = () => undefined;
    await fresh.routeWebSocket(/\/ws$/, (socket) => {
      socket.connectToServer();
      drop = () => void socket.close();
    });
    await fresh.goto(`${watched.url}/logs`);
    await line(/nearly full/, fresh).waitFor();
    const before = await line(/./, fresh).count();
    drop();
    await fresh.getByText("Reconnecting", { exact: true }).waitFor();
    watched.log.info("Said meanwhile.");
    await isLive(fresh);
    await line("Said meanwhile.", fresh).waitFor();
    expect(await line(/./, fresh).count()).toBe(before + 1);
    await fresh.close();
  });

  it("draws at 50 frames a second while 1 000 lines come in each, and shows the latest", async () => {
    await page.goto(`${watched.url}/logs?component=server`);
    await isLive();
    const idle = await framesPerSecond(page, 500);
    let count = 0;
    const begin = performance.now();
    const pour = setInterval(() => {
      for (const due = performance.now() - begin; count < due; count++)
        watched.log.info(`Line ${count} of a flood.`, { durationMs: count % 100 });
    }, 10);
    try {
      await expect.poll(() => lines().textContent()).toContain("of a flood");
      await shot("logs-flood");
      await expect
        .poll(() => framesPerSecond(page), { timeout: 15_000, message: `${idle} when idle` })
        .toBeGreaterThan(Math.min(50, idle * 0.8));
    } finally {
      clearInterval(pour);
    }
    await line(`Line ${count - 1} of a flood.`).waitFor();
    expect(count).toBeGreaterThan(1_000);
    expect(await lines().getByRole("listitem").count()).toBeLessThan(100);
    await lines().press("Home");
    await page.getByText("Paused", { exact: true }).waitFor();
  }, 60_000);

  it("says when there are too many watchers, and watches once there is room", async () => {
    await using full = await startTelemetryServer({ limits: { maxLogWatchers: 1 } });
    const [first, second] = [await context.newPage(), await context.newPage()];
    await first.goto(`${full.url}/logs`);
    await first.getByText("Nothing logged yet").waitFor();
    await second.goto(`${full.url}/logs`);
    await second.getByText("SERVER_BUSY").waitFor();
    await first.close();
    // The server is told a moment later that there is room; the button is gone once there is.
    const again = second.getByRole("button", { name: "Try again" });
    await expect
      .poll(
        async () => {
          await again.click({ timeout: 500 }).catch(() => undefined);
          return second.getByText("Nothing logged yet").count();
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    await second.close();
  });

  it("looks right at both widths, in light and dark, and is clean for axe", async () => {
    enqueueTurns(watched);
    await page.goto(`${watched.url}/logs?level=debug&q=assistant`);
    await chat("6*7?");
    await chat("And now?");
    await line("Run completed").first().waitFor();
    await inEachLook(page, async (look) => {
      await line("Run completed").first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityProblems(page)).toEqual([]);
      await shot(`logs-${look}`);
    });
  });
});
