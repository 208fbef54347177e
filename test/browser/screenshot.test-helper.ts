import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";

const folder = process.env.PERGOLA_SCREENSHOTS;

/** Keeps how the page looks, as `{name}.png` in the folder that `PERGOLA_SCREENSHOTS` names. Nothing without one. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
