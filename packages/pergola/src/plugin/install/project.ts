import { existsSync } from "node:fs";
import { join } from "node:path";
import { pergolaErrors } from "../../errors.ts";
import { foldersUpwards } from "./folders-upwards.ts";

/** The folder of the nearest `package.json`. @throws PROJECT_NOT_FOUND */
export function projectOf(cwd: string): string {
  const found = foldersUpwards(cwd).find((folder) => existsSync(join(folder, "package.json")));
  if (found !== undefined) return found;
  throw pergolaErrors.create("PROJECT_NOT_FOUND", {
    message: `There is no package.json in ${cwd} or above it: nothing to install a plugin into.`,
    hint: "Make a project first: npm init -y",
    details: { cwd },
  });
}
