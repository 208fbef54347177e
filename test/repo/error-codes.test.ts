import { join } from "node:path";
import { expect, test } from "vitest";
import type { ErrorCodes } from "../../packages/core/src/index.ts";
import { hasFile } from "../../scripts/lint/workspace.ts";
import { cases, ROOT, section, workspace } from "./workspace.test-helper.ts";

const withErrors = workspace.packages.filter(({ folder }) => hasFile(workspace, `${folder}/src/errors.ts`));

const declared = await Promise.all(
  withErrors.map(async (each) => ({ ...each, codes: await codesOf(each.folder) })),
);

async function codesOf(folder: string): Promise<ErrorCodes<string>> {
  const exported = Object.values(await import(join(ROOT, folder, "src/errors.ts")));
  const codes = exported.filter(
    (value) => typeof value === "object" && value !== null && "meanings" in value,
  );
  expect(codes, `${folder}/src/errors.ts calls defineErrorCodes once`).toHaveLength(1);
  return codes[0] as ErrorCodes<string>;
}

/** Codes in the first column of the table below "## Errors". */
function documentedCodes(folder: string): string[] {
  const lines = section(workspace.read(`${folder}/README.md`), "Errors");
  return lines.flatMap((line) => /^\|\s*`([A-Z][A-Z0-9_]*)`\s*\|/.exec(line)?.[1] ?? []);
}

test.each(cases(declared))("the README of %s lists exactly the error codes it declares", (folder, each) => {
  const { codes } = each as (typeof declared)[number];
  expect(documentedCodes(folder).sort()).toEqual(Object.keys(codes.meanings).sort());
});

test.each(cases(declared))("the error codes of %s carry its name and a meaning each", (_, each) => {
  const { codes, manifest } = each as (typeof declared)[number];
  expect(codes.package).toBe(manifest.name);
  for (const [code, meaning] of Object.entries(codes.meanings)) {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
    expect(meaning, code).toMatch(/^\S.*\.$/);
  }
});

/** The same fact of a run and of a trace: whoever handles one handles the other. */
const OF_RUNS_AND_TRACES = ["DEADLINE_EXCEEDED"];

test("a code belongs to one package", () => {
  const all = declared
    .flatMap(({ codes }) => Object.keys(codes.meanings))
    .filter((code) => !OF_RUNS_AND_TRACES.includes(code));
  expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
});

test("every declared code is used by product code", () => {
  const product = workspace.packages
    .flatMap(({ sources }) => sources)
    .filter((source) => !/\.test(?:-helper)?\.tsx?$|\/errors\.ts$/.test(source))
    .map((source) => workspace.read(source))
    .join("\n");
  const all = declared.flatMap(({ codes }) => Object.keys(codes.meanings));
  expect(all.filter((code) => !product.includes(`"${code}"`))).toEqual([]);
});

test("codes are what users were told: a change here is a change for them", async () => {
  const pinned = declared.flatMap(({ manifest, codes }) =>
    Object.keys(codes.meanings).map((code) => `${manifest.name} ${code}\n`),
  );
  await expect(pinned.sort().join("")).toMatchFileSnapshot("pins/error-codes.txt");
});
