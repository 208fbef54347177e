import { posix } from "node:path";
import type { Finding } from "./finding.ts";
import { importsOf } from "./imports.ts";
import type { Workspace } from "./workspace.ts";

/** No relative import leaves its package: other packages are imported by name, through their export map. */
export function checkEscapes(workspace: Workspace): Finding[] {
  return workspace.packages.flatMap(({ folder, sources }) =>
    sources.flatMap((source) =>
      importsOf(workspace.read(source))
        .filter(({ specifier }) => leaves(folder, source, specifier))
        .map(({ specifier, line }) => ({
          rule: "escapes",
          at: `${source}:${line}`,
          message: `"${specifier}" lies outside ${folder}.`,
          fix: "Import other packages by name, for example @pergola/core.",
        })),
    ),
  );
}

function leaves(folder: string, source: string, specifier: string): boolean {
  if (!specifier.startsWith(".")) return false;
  return !posix.join(posix.dirname(source), specifier).startsWith(`${folder}/`);
}
