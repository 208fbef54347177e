import { readFile } from "node:fs/promises";
import {
  checkPackage,
  createPackageFromTarballData,
  type Problem,
  type ProblemKind,
} from "@arethetypeswrong/core";
import { problemKindInfo } from "@arethetypeswrong/core/problems";
import type { Finding } from "../lint/finding.ts";
import type { PackedPackage } from "./pack.ts";

/** Our packages are ES modules only, so what an old resolver or `require()` makes of them does not count. */
const IGNORED_RESOLUTIONS = new Set(["node10", "node16-cjs"]);

/** What is wrong with the types of a tarball, as a TypeScript user would meet it. */
export async function typeFindings({ folder, name, tarball }: PackedPackage): Promise<Finding[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(tarball))));
  const at = `${folder}/package.json`;
  if (result.types === false)
    return [{ rule: "attw", at, message: `${name} has no types at all.`, fix: FIXES.UntypedResolution }];
  return result.problems.filter(isOurs).map((problem) => ({
    rule: `attw ${problem.kind}`,
    at,
    message: `${name}: ${problemKindInfo[problem.kind].description} (${place(problem)})`,
    fix: FIXES[problem.kind],
  }));
}

const isOurs = (problem: Problem) =>
  !("resolutionKind" in problem && IGNORED_RESOLUTIONS.has(problem.resolutionKind));

function place(problem: Problem): string {
  if ("entrypoint" in problem) return `entry "${problem.entrypoint}"`;
  if ("moduleSpecifier" in problem) return `"${problem.moduleSpecifier}" in ${problem.fileName}`;
  return "fileName" in problem ? problem.fileName : problem.typesFileName;
}

const ESM_ONLY = 'Publish ES modules only: "type": "module", code in .js, types in .d.ts beside it.';

const FIXES: Readonly<Record<ProblemKind, string>> = {
  NoResolution: 'Let the entry of "exports" name files that the build makes.',
  UntypedResolution: 'Give the entry of "exports" a "types" condition, before "default".',
  InternalResolutionError: "Import by a path that ends in .ts, from a file that the build emits types for.",
  FallbackCondition: 'Put "types" first in the entry of "exports".',
  NamedExports: ESM_ONLY,
  FalseCJS: ESM_ONLY,
  FalseESM: ESM_ONLY,
  CJSResolvesToESM: ESM_ONLY,
  CJSOnlyExportsDefault: ESM_ONLY,
  FalseExportDefault: ESM_ONLY,
  MissingExportEquals: ESM_ONLY,
  UnexpectedModuleSyntax: ESM_ONLY,
};
