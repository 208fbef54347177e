import { type AgentServer, createAgentServer } from "@pergola/agent-server";
import { type Agent, createAgent } from "@pergola/builders";
import { assetsDirectory } from "@pergola/dashboard";
import { openai } from "@pergola/llm-openai";
import { chaos, startVendorServer, type VendorServer } from "@pergola/resources/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "./accessibility.test-helper.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";
import { inEachLook, overflowOf } from "./looks.test-helper.ts";
import { takeScreenshot } from "./screenshot.test-helper.ts";

describe.skipIf(chromiumPath === undefined)("the page, on an agent whose first vendor is down", () => {
  let browser: Browser;
  let [first, second]: VendorServer[] = [];
  let agent: Agent<never, never>;
  let server: AgentServer;
  let page: Page;

  beforeAll(async () => {
    first = await startVendorServer({ reply: chaos.overloaded });
    second = await startVendorServer({ reply: () => "The second one says hello." });
    const model = (name: string, { baseURL }: VendorServer) => ({ provider: "openai", model: name, baseURL });
    agent = (await createAgent({ name: "helper" })
      .withProvider(openai())
      .withLlm([model("preferred-model", first), model("spare-model", second)])
      .withRetry({ maxRetries: 1, backoffBaseMs: 1 })
      .withBreaker({ failures: 3 })
      .withMemory({ type: "conversation" })
      .start()) as never;
    server = createAgentServer({ agents: [agent], port: 0, assetsDirectory });
    browser = await launch();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(12_000);
    await page.goto(await server.listen());
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await agent?.close();
    await Promise.all([first?.close(), second?.close()]);
  });

  const send = async (text: string) => {
    await page.getByRole("button", { name: /send/i }).waitFor();
    await page.getByRole("textbox", { name: /message/i }).fill(text);
    await page.keyboard.press("Enter");
  };
  const turn = (number: number) => page.getByRole("article", { name: `Turn ${number}` });

  it("says which model answers instead, and which one is left alone from when on", async () => {
    const instead = /^openai:preferred-model did not answer \(.*\)\. openai:spare-model is asked instead\.$/;
    await send("Hello?");
    await turn(1).getByText("The second one says hello.").waitFor();
    await turn(1).getByText(instead).waitFor();
    expect(await turn(1).getByText("is left alone until").count()).toBe(0);
    await send("And again?");
    await turn(2).getByText("The second one says hello.").waitFor();
    await turn(2)
      .getByText(/^openai:preferred-model at .* failed 3 times in a row and is left alone until /)
      .waitFor();
    await send("Once more?");
    await turn(3)
      .getByText(/\(CIRCUIT_OPEN\)/)
      .waitFor();
  });

  it("says so in a stored conversation too, and in what was sent to the model", async () => {
    await page.reload();
    await turn(2)
      .getByText(/is left alone until/)
      .waitFor();
    await page.getByRole("button", { name: "Open the debug panel" }).click();
    await page.getByText("instead of openai:preferred-model").first().waitFor();
    await page.getByText('"spare-model"').first().waitFor();
    await page.getByRole("button", { name: "Close the debug panel" }).click();
  });

  it("looks right at both widths, in light and dark", async () => {
    await inEachLook(page, async (look) => {
      await turn(2)
        .getByText(/is left alone until/)
        .scrollIntoViewIfNeeded();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(await accessibilityProblems(page)).toEqual([]);
      await takeScreenshot(page, `notices-${look}`);
    });
  });
});
