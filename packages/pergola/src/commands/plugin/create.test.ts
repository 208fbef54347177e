import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { runHere } from "../../cli/run-cli.test-helper.ts";
import { tempFolder } from "../../plugin/install/registry.test-helper.ts";

const create = (cwd: string, ...args: readonly string[]) => runHere(["plugin", "create", ...args], cwd);
const everything = (folder: string) => readdirSync(folder, { recursive: true }).sort();

const FILES = [
  "package.json",
  "tsconfig.json",
  "src/index.ts",
  "src/acme.test.ts",
  "README.md",
  "LICENSE",
  ".gitignore",
];

test("a plugin is written, listed, and what comes next is said", async () => {
  const cwd = tempFolder({ "kept.txt": "" });
  expect(await create(cwd, "acme")).toEqual({
    code: 0,
    stderr: "",
    stdout: `pergola-acme (llm) is in ./pergola-acme
${FILES.map((file) => `  ${file}\n`).join("")}
Next:
  cd ./pergola-acme
  npm install
  npm test
  npm pack
`,
  });
  expect(everything(cwd)).toEqual(
    ["kept.txt", "pergola-acme", ...["src", ...FILES].map((file) => `pergola-acme/${file}`)].sort(),
  );
});

test("--dry-run lists the same files and writes none", async () => {
  const cwd = tempFolder();
  const { code, stdout } = await create(cwd, "acme", "--dry-run");
  expect([code, stdout]).toEqual([
    0,
    `pergola-acme (llm) would be in ./pergola-acme\n  ${FILES.join("\n  ")}\n`,
  ]);
  expect(everything(cwd)).toEqual([]);
});

test("--json tells it as data, errors too", async () => {
  const cwd = tempFolder();
  const folder = join(cwd, "a b", "c");
  const { stdout } = await create(cwd, "@some/acme", "--kind", "tool", "--dir", "a b/c", "--json");
  expect(JSON.parse(stdout)).toEqual({
    name: "@some/acme",
    kind: "tool",
    folder,
    files: FILES,
    dryRun: false,
  });
  const again = await create(cwd, "acme", "--dir", "a b/c", "--json");
  expect([again.code, again.stdout]).toEqual([1, ""]);
  expect(JSON.parse(again.stderr)).toMatchObject({
    error: { code: "FOLDER_NOT_EMPTY", details: { folder } },
  });
});

test("a folder that has something in it is left as it is, by a dry run as well", async () => {
  const cwd = tempFolder({ "pergola-acme/README.md": "mine" });
  for (const flags of [[], ["--dry-run"]]) {
    const { code, stderr } = await create(cwd, "acme", ...flags);
    expect(code).toBe(1);
    expect(stderr).toContain("FOLDER_NOT_EMPTY");
  }
  expect(everything(cwd)).toEqual(["pergola-acme", "pergola-acme/README.md"]);
  expect(readFileSync(join(cwd, "pergola-acme/README.md"), "utf8")).toBe("mine");
});

test("an empty folder is taken; a file, and a link to nowhere, are not", async () => {
  const cwd = tempFolder({ "file.txt": "mine" });
  mkdirSync(join(cwd, "empty"));
  symlinkSync(join(cwd, "nowhere"), join(cwd, "link"));
  expect(await create(cwd, "acme", "--dir", "empty")).toMatchObject({ code: 0 });
  for (const dir of ["file.txt", "link"])
    expect((await create(cwd, "acme", "--dir", dir)).stderr).toContain("FOLDER_NOT_EMPTY");
  expect((await create(cwd, "acme", "--dir", "file.txt/x")).stderr).toContain("OUTPUT_FAILED");
  expect(readdirSync(cwd).sort()).toEqual(["empty", "file.txt", "link"]);
});

test.each([
  ["../x", "x"],
  ["..", "acme"],
  ["", "acme"],
  ["a/b", "a-b"],
  ["@a/../b", "b"],
  ["@../b", "b"],
  ["/etc/passwd", "etc-passwd"],
  ["C:\\x", "c-x"],
  ["CON", "my-con"],
  ["com1", "my-com1"],
  ["import", "my-import"],
  ["fetch", "my-fetch"],
  ["Ünïcode Näme", "unicode-name"],
  ["日本", "acme"],
  ["аcme", "cme"], // The first letter is Cyrillic.
  ["7b", "my-7b"],
  ["a--b", "a-b"],
  ["acme@1.0.0", "acme-1-0-0"],
  ["acme\n", "acme"],
  ["acme\0", "acme"],
  ["a".repeat(65), "a".repeat(61)],
  ["pergola-", "acme"],
])("the name %j is refused with a better one, and nothing is written", async (name, better) => {
  const cwd = tempFolder();
  const { code, stderr } = await create(cwd, "--", name);
  expect([code, everything(cwd)]).toEqual([2, []]);
  expect(stderr).toMatch(new RegExp(`hint: Take one such as ${better}(?: or @|\\.\n)`));
  expect(await create(cwd, better)).toMatchObject({ code: 0 });
});

test("a name that looks like an option is one, and no name", async () => {
  const cwd = tempFolder();
  expect(await create(cwd, "-x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("INVALID_USAGE"),
  });
  expect((await create(cwd, "--", "-x")).stderr).toContain("such as x ");
  expect(await create(cwd, "acme", "--kind", "store")).toMatchObject({ code: 2 });
  expect(everything(cwd)).toEqual([]);
});

test("the licence names whom git knows here on one line, and else the authors", async () => {
  const cwd = tempFolder({ "git.config": '[user]\n\tname = "Ada\\nLovelace"\n' });
  const licence = async (dir: string) => {
    await create(cwd, "acme", "--dir", dir);
    return readFileSync(join(cwd, dir, "LICENSE"), "utf8").split("\n")[2];
  };
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv("GIT_CONFIG_NOSYSTEM", "1");
  vi.stubEnv("GIT_CONFIG_GLOBAL", join(cwd, "git.config"));
  expect(await licence("known")).toBe("Copyright (c) Ada Lovelace");
  writeFileSync(join(cwd, "git.config"), "");
  expect(await licence("unknown")).toBe("Copyright (c) the authors");
  vi.stubEnv("PATH", join(cwd, "no-programs"));
  expect(await licence("no-git")).toBe("Copyright (c) the authors");
});
