import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** Where a Chromium is, or undefined. */
export const chromiumPath = CANDIDATES.find((path) => path !== undefined && existsSync(path));

if (chromiumPath === undefined && process.env.PERGOLA_REQUIRE_BROWSER === "1") {
  throw new Error(
    "No Chromium was found and PERGOLA_REQUIRE_BROWSER=1: install one, or name it with CHROMIUM_PATH.",
  );
}
if (chromiumPath === undefined) {
  console.warn(
    "No Chromium was found: the browser tests are skipped. Install one, or name it with CHROMIUM_PATH.",
  );
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
