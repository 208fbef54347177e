import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../lint/temp-workspace.test-helper.ts";
import { readWorkspace } from "../lint/workspace.ts";
import { pack, publishedPackages } from "../published/pack.ts";
import { runProgram } from "../published/run-program.ts";
import { packageManifest } from "./package-manifest.ts";
import { README_SECTIONS } from "./package-readme.ts";
import { stamp } from "./stamp.ts";

const ROOT = join(import.meta.dirname, "../..");
const libraries = publishedPackages(readWorkspace(ROOT)).filter(({ folder }) =>
  folder.startsWith("packages/"),
);

/** A repository without packages, with the settings of this one. */
function emptyRepository(): string {
  const root = tempFolder({
    "package.json": { name: "temp", private: true, type: "module" },
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    "ARCHITECTURE.md":
      "| floor | package | holds |\n| --- | --- | --- |\n| 1 | `@pergola/weather` | the weather |\n",
  });
  for (const file of [
    "LICENSE",
    ".gitignore",
    "biome.json",
    "tsconfig.base.json",
    "tsconfig.json",
    "tsup.config.ts",
  ])
    cpSync(join(ROOT, file), join(root, file));
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  return root;
}

function newPackage(...args: readonly string[]) {
  const script = join(ROOT, "scripts/new-package.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a stamped package passes lint, types, build and the checks of what is published", {
  timeout: 120_000,
}, () => {
  const root = emptyRepository();
  expect(newPackage("weather", "What the weather is like.", "testing", `--root=${root}`)).toMatchObject({
    status: 0,
  });
  const folder = join(root, "packages/weather");

  runProgram("biome", ["check", "packages"], root);
  runProgram("node", [join(ROOT, "scripts/lint.ts"), root], ROOT);
  runProgram("tsc", ["-p", "tsconfig.json", "--noEmit"], root);
  const { build } = packageManifest({ name: "weather", description: "", subpaths: [] }).scripts;
  for (const command of build.split(" && "))
    runProgram(command.split(" ")[0] ?? "", command.split(" ").slice(1), folder);
  runProgram("node", [join(ROOT, "scripts/check-published.ts"), root], ROOT);

  const [packed] = pack(readWorkspace(root).packages, root, join(root, "tarballs"));
  const files = execFileSync("tar", ["-tzf", packed?.tarball ?? ""], { encoding: "utf8" })
    .trim()
    .split("\n");
  expect(files.filter((file) => !file.endsWith(".js.map")).sort()).toEqual([
    "package/LICENSE",
    "package/README.md",
    "package/dist/index.d.ts",
    "package/dist/index.js",
    "package/dist/testing/index.d.ts",
    "package/dist/testing/index.js",
    "package/package.json",
  ]);
});

interface Scripted {
  readonly scripts: { readonly build: string };
}

test.each(libraries.map((each) => [each.folder, each] as const))(
  "%s has the shape of a stamped package",
  (folder, { manifest }) => {
    const name = folder.replace("packages/", "");
    const subpaths = Object.keys(manifest.exports ?? {}).flatMap((entry) =>
      entry === "." ? [] : [entry.slice(2)],
    );
    const files = stamp({ name, description: manifest.description ?? "", subpaths });

    const stamped = JSON.parse(files["package.json"] ?? "") as Record<string, unknown>;
    // An entry that registers something when it is imported, as matchers do, says so.
    const { sideEffects, scripts } = manifest as unknown as { readonly sideEffects?: unknown } & Scripted;
    expect(sideEffects === false || Array.isArray(sideEffects)).toBe(true);
    // What is built of other files than TypeScript comes after the common build.
    expect(`${scripts.build} && `).toContain(`${(stamped as unknown as Scripted).scripts.build} && `);
    expect(manifest).toMatchObject({ ...stamped, sideEffects, scripts, version: expect.any(String) });
    expect(Object.keys(manifest).slice(0, Object.keys(stamped).length)).toEqual(Object.keys(stamped));
    expect(readFileSync(join(ROOT, folder, "tsconfig.json"), "utf8")).toBe(files["tsconfig.json"]);
    for (const file of Object.keys(files)) expect(existsSync(join(ROOT, folder, file)), file).toBe(true);
  },
);

test("the README of a stamped package has every section, in the common order", () => {
  const readme =
    stamp({ name: "weather", description: "What the weather is like.", subpaths: [] })["README.md"] ?? "";
  expect(readme).toMatch(/^# @pergola\/weather\n\nWhat the weather is like\.\n\n## Install\n/);
  expect([...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([...README_SECTIONS]);
});

test("it says what comes next, the changeset included", () => {
  const { stdout } = newPackage("weather", "What the weather is like.", `--root=${emptyRepository()}`);
  expect(stdout).toContain("packages/weather is stamped.");
  for (const next of ["ARCHITECTURE.md", "README.md", "pnpm install", "pnpm run changeset"])
    expect(stdout).toContain(next);
});

test.each<[string, readonly string[], string]>([
  ["no name", [], "The name of the package is missing."],
  ["a name in capitals", ["WeatherReport", "It."], 'received "WeatherReport". Write "weather-report".'],
  ["a name with its scope", ["@pergola/weather", "It."], 'Write "weather".'],
  ["a name of nothing usable", ["7", "It."], 'without scope; received "7".\n'],
  ["no description", ["weather"], "What does weather do? Say it in one sentence, in quotes."],
  ["words that nobody quoted", ["weather", "What", "the", "weather"], 'received "What".'],
  [
    "a subpath with a dot",
    ["weather", "It.", "./testing"],
    'A subpath is in lower case with hyphens, without scope; received "./testing". Write "testing".',
  ],
  ["a subpath twice", ["weather", "It.", "testing", "testing"], 'The subpath "testing" is given twice.'],
  ["an unknown option", ["weather", "It.", "--floor=3"], "Unknown option '--floor'"],
])("%s is refused with what to write", (_, args, message) => {
  const root = emptyRepository();
  const { status, stderr, stdout } = newPackage(...args, `--root=${root}`);
  expect(stderr).toContain(message);
  expect(stderr).toContain("Usage: node scripts/new-package.ts");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(existsSync(join(root, "packages"))).toBe(false);
});

test("a package that is there is not touched", () => {
  const root = emptyRepository();
  newPackage("weather", "What the weather is like.", `--root=${root}`);
  const { status, stderr } = newPackage("weather", "Another one.", `--root=${root}`);
  expect(stderr).toContain("packages/weather is there already");
  expect(status).toBe(2);
  expect(readFileSync(join(root, "packages/weather/README.md"), "utf8")).toContain(
    "What the weather is like.",
  );
});
