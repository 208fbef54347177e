import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "@pergola/core";
import { assetsDirectory } from "@pergola/dashboard";

/** The folder of the built page; undefined, with a word on how to build it, when it is not there. */
export function pageFolder(logger: Logger, folder: string = assetsDirectory): string | undefined {
  if (existsSync(join(folder, "index.html"))) return folder;
  logger.warn("The page is not built, so there is only the API. Build it: npm run build", { folder });
  return undefined;
}
