import type { Page } from "playwright-core";

/** One turn of `assistant`, asked for by the page's own user beside the page, read to its end. Default session: `s`. */
export function runFromPage(page: Page, message: string, sessionId = "s"): Promise<void> {
  return page.evaluate(
    async (given) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch("/v1/runs", { method: "POST", headers, body: JSON.stringify(given) });
      await response.text();
    },
    { agent: "assistant", message, session_id: sessionId },
  );
}
