import * as vitest from "vitest";
import { expect, it } from "vitest";
import { loadVitest } from "./vitest.ts";

it("is the vitest that runs the tests; without it the suites say what is missing", () => {
  expect(loadVitest().test).toBe(vitest.test);
  expect(() => loadVitest(null)).toThrow(expect.objectContaining({ code: "VITEST_MISSING" }));
});
