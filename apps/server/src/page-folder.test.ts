import { silentLogger } from "@pergola/core";
import { expect, it } from "vitest";
import { tempFolder } from "./app-process.test-helper.ts";
import { pageFolder } from "./page-folder.ts";

it("a page that is not built is left out, and the log says how to build it", async () => {
  await using folder = await tempFolder();
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  expect(pageFolder(logger, folder.path)).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining("npm run build")]);
});
