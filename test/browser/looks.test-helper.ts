import type { Page } from "playwright-core";

const WIDTHS = [
  ["desk", 1280, 800],
  ["phone", 390, 844],
] as const;

/** Looks at the page at both widths, in light and dark. @param check is given what the look is called: `phone-dark` */
export async function inEachLook(page: Page, check: (look: string) => Promise<void>): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const [name, width, height] of WIDTHS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await check(`${name}-${colorScheme}`);
    }
}

/** By how many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
