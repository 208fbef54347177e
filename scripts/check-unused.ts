// Finds files, exports and dependencies that nothing uses, with knip (knip.json): node scripts/check-unused.ts [root]
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { formatFinding } from "./lint/finding.ts";
import { type KnipReport, unusedFindings } from "./unused/unused-findings.ts";

const repository = join(import.meta.dirname, "..");
const { stdout, stderr } = spawnSync(
  process.execPath,
  [
    join(repository, "node_modules/knip/bin/knip.js"),
    "--directory",
    resolve(process.argv[2] ?? repository),
    "--reporter=json",
    "--no-progress",
    "--no-config-hints",
  ],
  { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
);
if (!stdout.startsWith("{")) throw new Error(`knip did not run: ${stderr || stdout}`);
const findings = unusedFindings(JSON.parse(stdout) as KnipReport);
for (const finding of findings) console.error(formatFinding(finding));
console.log(findings.length === 0 ? "knip: nothing is unused." : `${findings.length} to mend.`);
process.exitCode = findings.length === 0 ? 0 : 1;
