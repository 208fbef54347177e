// The rules that Biome has no word for: node scripts/lint.ts [root]
import { resolve } from "node:path";
import { checkDrawers } from "./lint/drawers.ts";
import { checkEscapes } from "./lint/escapes.ts";
import { formatFinding } from "./lint/finding.ts";
import { parseFloorTable } from "./lint/floor-table.ts";
import { checkFloors } from "./lint/floors.ts";
import { checkInternal } from "./lint/internal.ts";
import { checkLockfile } from "./lint/lockfile.ts";
import { checkSnippets } from "./lint/snippets.ts";
import { readWorkspace } from "./lint/workspace.ts";

const workspace = readWorkspace(resolve(process.argv[2] ?? `${import.meta.dirname}/..`));
const findings = [
  ...checkFloors(workspace, parseFloorTable(workspace.read("ARCHITECTURE.md"))),
  ...checkEscapes(workspace),
  ...checkDrawers(workspace),
  ...checkInternal(workspace),
  ...checkLockfile(workspace),
  ...checkSnippets(workspace),
];
for (const finding of findings) console.error(formatFinding(finding));
console.log(
  findings.length === 0
    ? `Floors, escapes, drawers, internal/, lockfile, snippets: ${workspace.packages.length} packages, nothing to mend.`
    : `${findings.length} to mend.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
