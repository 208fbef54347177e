import type { Finding } from "./finding.ts";
import type { Workspace, WorkspacePackage } from "./workspace.ts";

const RULE = "internal";
const REEXPORT = /^export\b[^"'`;]*?\bfrom\s*"([^"]*\/internal\/[^"]*)"/gm;

/** What lies in an `internal/` folder is in no export map and re-exported by no entry file. */
export function checkInternal(workspace: Workspace): Finding[] {
  return workspace.packages.flatMap((owner) => [
    ...exportMapFindings(owner),
    ...reexportFindings(workspace, owner),
  ]);
}

function exportMapFindings({ folder, manifest }: WorkspacePackage): Finding[] {
  const maps = JSON.stringify([manifest.exports, manifest.publishConfig?.exports]);
  if (!maps.includes("/internal/")) return [];
  return [finding(`${folder}/package.json`, "the export map opens internal/.")];
}

function reexportFindings(workspace: Workspace, { sources }: WorkspacePackage): Finding[] {
  return sources
    .filter((source) => source.endsWith("/index.ts"))
    .flatMap((source) =>
      [...workspace.read(source).matchAll(REEXPORT)].map((match) =>
        finding(source, `re-exports "${match[1]}".`),
      ),
    );
}

const finding = (at: string, message: string): Finding => ({
  rule: RULE,
  at,
  message,
  fix: "Move the file out of internal/ if users need it, else take the export back.",
});
