import type * as Vitest from "vitest";
import { stepErrors } from "../errors.ts";

/** Absent where tests run on something else: the scripted model works there too. */
const installed: typeof Vitest | null = await import("vitest").catch(() => null);

/** What the contract suites are written with. @throws VITEST_MISSING */
export function loadVitest(vitest = installed): typeof Vitest {
  if (vitest !== null) return vitest;
  throw stepErrors.create("VITEST_MISSING", {
    message: "The contract suites run on vitest, which is not installed.",
    hint: "npm install --save-dev vitest, and call the suite at the top of a test file.",
  });
}
