import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ControlledReply,
  reply,
  startVendorServer,
  type VendorServer,
} from "@pergola/resources/testing";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoServer, startDemo } from "../demo/demo-server.test-helper.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";
import { inEachLook, overflowOf } from "./looks.test-helper.ts";
import { takeScreenshot } from "./screenshot.test-helper.ts";

describe.skipIf(chromiumPath === undefined)("the page, on the demo with a vendor's model", () => {
  let browser: Browser;
  let vendor: VendorServer;
  let demo: DemoServer;
  let data: string;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "pergola-page-"));
    vendor = await startVendorServer();
    demo = await startDemo({ data, env: vendorEnv() });
    browser = await launch();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    await page.goto(demo.url);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.kill();
    await vendor?.close();
    await rm(data, { recursive: true, force: true });
  });

  const vendorEnv = () => ({
    OPENAI_API_KEY: "sk-test",
    OPENAI_BASE_URL: vendor.baseURL,
    OPENAI_MODEL: "vendor-model",
  });
  const send = async (text: string, on = page) => {
    // The turn before may still be ending: the page sends nothing until it has ended.
    await on.getByRole("button", { name: /send/i }).waitFor();
    await on.getByRole("textbox", { name: /message/i }).fill(text);
    await on.keyboard.press("Enter");
  };

  it("shows tokens before the answer is complete, and then the whole of it", async () => {
    const answer = reply.controlled();
    vendor.enqueue(answer);
    await send("Tell me something");
    await answer.started;
    await answer.push("The first ");
    await answer.push("words");
    await page.getByText("The first words").waitFor();
    await answer.push(" and the **last** ones.");
    await answer.finish();
    await page.getByText("The first words and the last ones.").waitFor();
    await takeScreenshot(page, "finished");
  });

  it("shows a tool's call while it runs, with its result", async () => {
    const secret = `${Math.floor(Math.random() * 1e9)}`;
    vendor.enqueue(
      reply.toolCalls({ id: "c1", name: "calculator", arguments: { expression: "6*7" } }),
      `It is 42, says ${secret}.`,
    );
    await send("6*7?");
    await page.getByText(`It is 42, says ${secret}.`).waitFor();
    await page.getByText("calculator").first().waitFor();
  });

  it("renders Markdown safely", async () => {
    vendor.enqueue(
      'Look: <img src=x onerror="window.hacked=1"> [bad](javascript:window.hacked=2)\n\n```ts\nlet a = 1;\n```',
    );
    await send("Attack me");
    await page.getByRole("button", { name: "Copy code" }).last().waitFor();
    expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator("article img, main img").count()).toBe(0);
  });

  it("stops: the vendor's socket closes and what was said stays", async () => {
    const answer: ControlledReply = reply.controlled();
    vendor.enqueue(answer);
    await send("Talk for long");
    const request = await answer.started;
    await answer.push("I was saying");
    await page.getByText("I was saying").waitFor();
    await page.getByRole("button", { name: /stop/i }).click();
    expect((await request.closed).by).toBe("client");
    await page.getByRole("button", { name: /send/i }).waitFor();
    await page.getByText("I was saying").waitFor();
  });

  it("says readably what failed", async () => {
    vendor.enqueue(
      reply.error({ status: 401, message: "Incorrect API key provided.", code: "invalid_api_key" }),
    );
    await send("Will this fail?");
    await page.getByText("MODEL_AUTH").first().waitFor();
    await takeScreenshot(page, "failed");
  });

  it("shows the exact request that was sent to the model", async () => {
    await page.getByRole("button", { name: "Open the debug panel" }).click();
    await page.getByText('"vendor-model"').first().waitFor();
    await takeScreenshot(page, "debug");
    await page.getByRole("button", { name: "Close the debug panel" }).click();
  });

  it("keeps the conversation across a reload and a server that was killed", async () => {
    const port = Number(new URL(demo.url).port);
    await demo.kill();
    demo = await startDemo({ data, port, env: vendorEnv() });
    await page.reload();
    await page.getByText("The first words and the last ones.").waitFor();
    await page.getByText("I was saying").waitFor();
  }, 60_000);

  it("gives every browser its own user", async () => {
    const other = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const stranger = await other.newPage();
    await stranger.goto(demo.url);
    await stranger.getByRole("textbox", { name: /message/i }).waitFor();
    expect(await stranger.getByText("Tell me something").count()).toBe(0);
    await stranger.goto(page.url());
    await stranger.getByRole("textbox", { name: /message/i }).waitFor();
    expect(await stranger.getByText("The first words").count()).toBe(0);
    const cookies = await other.cookies();
    expect(cookies.find((cookie) => cookie.name === "pergola_user")).toMatchObject({
      httpOnly: true,
      sameSite: "Strict",
    });
    await other.close();
  });

  it("looks right at both widths, in light and dark", async () => {
    await inEachLook(page, async (look) => {
      await page.getByText("The first words").first().waitFor({ state: "attached" });
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await takeScreenshot(page, look);
    });
  });
});
