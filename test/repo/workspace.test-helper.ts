import { join } from "node:path";
import { readWorkspace, type WorkspacePackage } from "../../scripts/lint/workspace.ts";
import { publishedPackages } from "../../scripts/published/pack.ts";

export const ROOT = join(import.meta.dirname, "../..");
export const workspace = readWorkspace(ROOT);

/** The packages that go to the registry. */
export const published = publishedPackages(workspace);

/** For `test.each`: the folder names the case. */
export const cases = (packages: readonly WorkspacePackage[]) =>
  packages.map((each) => [each.folder, each] as const);

/** Path from the root of the source file behind the entry `.` of a package. */
export function sourceEntry({ folder, manifest }: WorkspacePackage): string {
  const main = manifest.exports?.["."] as { readonly "@pergola/source": string };
  return join(folder, main["@pergola/source"]);
}

/** The lines of a Markdown section, without its heading. */
export function section(markdown: string, heading: string): string[] {
  const lines = markdown.split("\n");
  const start = lines.indexOf(`## ${heading}`);
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("## "));
  return end === -1 ? rest : rest.slice(0, end);
}
