import { execFile } from "node:child_process";
import {
  globSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as coreSteps from "@pergola/core-steps";
import { expect, onTestFinished, test } from "vitest";
import { RESERVED_NAMES } from "../../packages/pergola/src/plugin/create/reserved-names.ts";

const ROOT = join(import.meta.dirname, "../..");
/** A plugin with a step type and a tool: what any plugin of ours needs is installed beside it. */
const PACKAGES = join(ROOT, "examples/plugins/weather/node_modules");
const CONDITIONS = ["@pergola/source", "node", "import", "module", "default"];

/** Runs a program of Node as somebody at a shell would, with nothing of this process. */
async function run(cwd: string, ...args: readonly string[]): Promise<string> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, NO_COLOR: "1", CI: "1" };
  const ran = promisify(execFile)(process.execPath, ["--conditions=@pergola/source", ...args], { cwd, env });
  const { stdout } = await ran.catch((error: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`${args.join(" ")} failed:\n${error.stdout}${error.stderr}`);
  });
  return stdout;
}

const bin = (cwd: string, ...args: readonly string[]) =>
  run(cwd, join(ROOT, "packages/pergola/src/bin.ts"), "plugin", "create", ...args);

/** A folder for new plugins, with the packages that they need installed in it. */
function workshop(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pergola-create-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(PACKAGES, join(folder, "node_modules"), "dir");
  const resolve = { conditions: CONDITIONS, externalConditions: CONDITIONS };
  const config = { resolve, ssr: { resolve } };
  writeFileSync(join(folder, "sources.config.mjs"), `export default ${JSON.stringify(config)};`);
  return folder;
}

test.each([
  ["llm", "acme", "pergola-acme", /llm\/acme takes what is right/],
  ["llm", "@some/two-words3", "two-words3", /llm\/two-words3 takes what is right/],
  ["step", "two-words3", "pergola-two-words3", /two-words3 as a step type/],
  ["tool", "two-words3", "pergola-two-words3", /tool contract: two-words3/],
])(
  "a new plugin of kind %s named %s compiles, and passes its own tests",
  async (kind, name, folder, proof) => {
    const base = workshop();
    await bin(base, name, "--kind", kind);
    const cwd = join(base, folder);

    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    // The packages are sources here: they lie elsewhere, need the types of Node, and are not to be written.
    const sources = ["--customConditions", "@pergola/source", "--rootDir", "/", "--noEmit"];
    const node = ["--target", "esnext", "--types", "node", "--typeRoots", join(ROOT, "node_modules/@types")];
    const compiled = await run(cwd, tsc, "-p", ".", ...sources, ...node, "--listFiles");
    expect(compiled).toContain(join(cwd, "src/index.ts"));

    const vitest = join(PACKAGES, "vitest/vitest.mjs");
    const told = await run(
      cwd,
      vitest,
      "run",
      "--root",
      cwd,
      "--config",
      "../sources.config.mjs",
      "--reporter=verbose",
    );
    expect(told).toMatch(proof);
    expect(told).toMatch(/as a plugin > package > publishes its entry/);
  },
  120_000,
);

/** The first block of the guide that begins with a text. */
function inGuide(begins: string): string {
  const guide = readFileSync(join(ROOT, "docs/guides/write-a-provider-plugin.md"), "utf8");
  const block = guide.split(/^```/m).find((text) => text.startsWith(begins));
  if (block === undefined) throw new Error(`The guide has no block that begins with ${begins}`);
  return block.slice(block.indexOf("\n") + 1);
}

test("what is written for acme is what the guide shows", async () => {
  const base = workshop();
  await bin(base, "acme");
  const text = (path: string) => readFileSync(join(base, "pergola-acme", path), "utf8");
  expect(text("src/index.ts")).toBe(inGuide("ts examples/plugins/acme/src/index.ts#plugin"));
  expect(text("src/acme.test.ts")).toBe(inGuide("ts examples/plugins/acme/src/acme.test.ts#contract"));
  const tsconfig = inGuide('json\n{\n  "compilerOptions"');
  expect(JSON.parse(text("tsconfig.json"))).toEqual(JSON.parse(tsconfig));
  const { scripts, devDependencies, ...shown } = JSON.parse(text("package.json"));
  expect(shown).toEqual(JSON.parse(inGuide('json\n{\n  "name": "pergola-acme"')));
  expect(scripts).toEqual({ build: "tsc", test: "vitest run", prepack: "tsc" });
  const installed = inGuide("sh\nnpm install --save-dev").trim().split(" ").slice(3);
  expect(Object.keys(devDependencies).sort()).toEqual(installed.sort());
});

test("what a new plugin needs is what we use ourselves", async () => {
  const base = workshop();
  await bin(base, "acme", "--kind", "step");
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
  const { devDependencies } = read(join(base, "pergola-acme/package.json"));
  const { typescript } = read(join(ROOT, "package.json")).devDependencies;
  const vitest = /^ {2}vitest: (.+)$/m.exec(readFileSync(join(ROOT, "pnpm-workspace.yaml"), "utf8"))?.[1];
  const { vitest: _, ...peers } = read(join(ROOT, "packages/core-steps/package.json")).peerDependencies;
  const ours = { ...peers, typescript: `^${typescript}`, vitest: `^${vitest}` };
  expect(devDependencies).toEqual({
    ...ours,
    "@pergola/core-steps": ">=0.0.0 <1",
    "@pergola/plugins": ">=0.0.0 <1",
  });
});

test("no new step type can have the name of one that is there", () => {
  const types = Object.values(coreSteps).flatMap((value) =>
    typeof value === "object" && "nodeName" in value ? [value.name] : [],
  );
  expect(types).toContain("tools-loop");
  expect(types.filter((name) => !RESERVED_NAMES.has(name))).toEqual([]);
});

test("no new model can have the name of one of ours", () => {
  const manifests = globSync("packages/llm-*/package.json", { cwd: ROOT }).map(
    (path) => JSON.parse(readFileSync(join(ROOT, path), "utf8")).pergola,
  );
  const names = manifests.flatMap(({ provider, contributes }) => provider ?? contributes.providers.llm);
  expect(names).toEqual(expect.arrayContaining(["offline", "openai", "openrouter"]));
  expect(names.filter((name) => !RESERVED_NAMES.has(name))).toEqual([]);
});
