import { type AgentServer, createAgentServer } from "@pergola/agent-server";
import { type Agent, createAgent } from "@pergola/builders";
import { type Clock, systemClock } from "@pergola/core";
import { assetsDirectory } from "@pergola/dashboard";
import { openai } from "@pergola/llm-openai";
import { createMetrics } from "@pergola/observability";
import { chaos, startVendorServer, type VendorServer } from "@pergola/resources/testing";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accessibilityProblems } from "./accessibility.test-helper.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";
import { runFromPage } from "./run-from-page.test-helper.ts";

const RESET_MS = 600_000;

/** An agent on two vendors that really break, and how it is said to be. */
describe.skipIf(chromiumPath === undefined)("how an agent is", () => {
  const broken = new Set<string>();
  let passedMs = 0;
  const clock: Clock = {
    ...systemClock,
    now: () => systemClock.now() + passedMs,
    monotonic: () => systemClock.monotonic() + passedMs,
  };
  const metrics = createMetrics();
  let vendors: readonly VendorServer[];
  let agent: Agent;
  let server: AgentServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    vendors = await Promise.all(
      ["first", "second"].map((name) =>
        startVendorServer({ reply: () => (broken.has(name) ? chaos.overloaded() : "It is well.") }),
      ),
    );
    const models = vendors.map(({ baseURL }, index) => ({
      provider: "openai",
      model: `model-${index + 1}`,
      baseURL,
    }));
    agent = await createAgent({ name: "assistant" }, { clock })
      .withProvider(openai())
      .withLlm(models)
      .withRetry({ maxRetries: 0 })
      .withBreaker({ failures: 1, resetMs: RESET_MS })
      .withMemory({ type: "conversation" })
      .withObserver(metrics)
      .start();
    server = createAgentServer({ agents: [agent], port: 0, assetsDirectory, metrics });
    const url = await server.listen();
    browser = await launch();
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${url}/figures`);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await agent?.close();
    await Promise.all((vendors ?? []).map((vendor) => vendor.close()));
    await metrics.close();
  });

  const card = () => page.getByRole("region", { name: "Is assistant well?" });
  const breaker = (model: string) => card().getByRole("listitem").filter({ hasText: model });
  const ask = (message: string) => runFromPage(page, message);
  const verdictAfter = async (message: string) => {
    await ask(message);
    await page.reload();
    await card().getByRole("listitem").filter({ hasText: "model-" }).first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    return card().getByRole("status").textContent();
  };

  it("goes from well to partly well to not at all, and back, as its vendors do", async () => {
    await card().getByText("none has been needed yet").waitFor();
    expect(await verdictAfter("All is well?")).toBe("Everything works");

    broken.add("first");
    expect(await verdictAfter("And now?")).toBe("Works in part");
    await breaker("model-1").getByText("no call goes through, 1 failed in a row").waitFor();
    await breaker("model-2").getByText("calls go through").waitFor();

    broken.add("second");
    expect(await verdictAfter("Still there?")).toBe("Does not work: no call goes through");

    broken.clear();
    passedMs += RESET_MS + 1;
    expect(await verdictAfter("Is the first one back?")).toBe("Works in part");
    await breaker("model-1").getByText("calls go through").waitFor();
    await breaker("model-2").getByText("no call goes through").waitFor();

    broken.add("first");
    await ask("Is the second one back?");
    broken.clear();
    passedMs += RESET_MS + 1;
    expect(await verdictAfter("Are both back?")).toBe("Everything works");
  }, 60_000);

  it("shows of the run that no vendor could answer why, and finds it by its outcome", async () => {
    await page.getByRole("link", { name: "Runs" }).click();
    const runs = page.locator("[data-run]");
    await expect.poll(() => runs.count()).toBe(6);
    await page.getByLabel("Outcome").selectOption("Failed");
    await expect.poll(() => runs.allTextContents()).toEqual([expect.stringContaining("Still there?")]);
    await runs.first().click();
    await page.getByRole("heading", { name: "Still there?" }).waitFor();
    await page.getByText("The engine is overloaded.").first().waitFor();
  });
});
