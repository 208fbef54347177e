import { basename } from "node:path";
import type { Finding } from "./finding.ts";
import type { Workspace } from "./workspace.ts";

const DRAWER = /^(?:types?|utils?|helpers?|common|misc)\.tsx?$/;

/** No file is a drawer for things without a name of their own. */
export function checkDrawers({ packages }: Workspace): Finding[] {
  return packages
    .flatMap(({ sources }) => sources)
    .filter((source) => DRAWER.test(basename(source)))
    .map((at) => ({
      rule: "drawers",
      at,
      message: `${basename(at)} says nothing about what is in it.`,
      fix: "Move each type to the code that owns it and each function to a file named for what it does.",
    }));
}
