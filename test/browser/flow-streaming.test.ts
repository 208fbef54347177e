import { expect, test } from "vitest";
import { startStreamingServer } from "../../examples/flow-streaming/src/streaming-server.ts";
import { createTeller } from "../../examples/flow-streaming/src/teller.ts";
import { chromiumPath, launch } from "./chromium.test-helper.ts";

test.skipIf(chromiumPath === undefined)(
  "a browser reads a flow over both wires, whatever the text",
  async () => {
    const teller = createTeller();
    await using server = await startStreamingServer(teller);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(
        `${server.url}/?text=${encodeURIComponent("Tous <b>les</b> nids — 巣! Data: event: two?")}`,
      );
      for (const id of ["sse", "ws"]) {
        const place = page.locator(`#${id}[data-sentences="2"]`);
        await place.waitFor();
        expect(await place.textContent()).toBe("Tous <b>les</b> nids — 巣! \nData: event: two? \n");
      }
    } finally {
      await browser.close();
    }
    await teller.stop();
  },
);
