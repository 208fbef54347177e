// Packs every published package and checks the tarballs with publint and attw: node scripts/check-published.ts [root]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { formatFinding } from "./lint/finding.ts";
import { readWorkspace } from "./lint/workspace.ts";
import { pack, publishedPackages } from "./published/pack.ts";
import { publintFindings } from "./published/publint-findings.ts";
import { typeFindings } from "./published/type-findings.ts";

const workspace = readWorkspace(resolve(process.argv[2] ?? `${import.meta.dirname}/..`));
const tarballs = mkdtempSync(join(tmpdir(), "pergola-tarballs-"));
try {
  const packed = pack(publishedPackages(workspace), workspace.root, tarballs);
  const checks = packed.flatMap((each) => [publintFindings(each), typeFindings(each)]);
  const findings = (await Promise.all(checks)).flat();
  for (const finding of findings) console.error(formatFinding(finding));
  console.log(
    findings.length === 0
      ? `publint, attw: ${packed.length} tarballs, nothing to mend.`
      : `${findings.length} to mend.`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}
