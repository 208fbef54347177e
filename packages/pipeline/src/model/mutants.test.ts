import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MUTANTS, type Mutant } from "./mutants.test-helper.ts";

const SOURCES = join(import.meta.dirname, "..");
const SEED = 1;
const RUNS = 400;
/** Some mutants turn for ever. */
const LONGEST_MS = 20_000;

/** Every fourth of them in CI; all with PERGOLA_SOAK. */
const chosen = process.env.PERGOLA_SOAK === undefined ? MUTANTS.filter((_, at) => at % 4 === 0) : MUTANTS;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "workflow-mutants-"));
  await symlink(join(SOURCES, "..", "node_modules"), join(folder, "node_modules"), "dir");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function copyOf(mutant: Mutant | undefined): Promise<string> {
  const copy = await mkdtemp(join(folder, "copy-"));
  await cp(SOURCES, copy, { recursive: true });
  if (mutant === undefined) return copy;
  const file = join(copy, mutant.file);
  const source = await readFile(file, "utf8");
  await writeFile(
    file,
    source.replace(mutant.find, () => mutant.replace),
  );
  return copy;
}

/** What the property says of a copy; undefined when it holds. */
function check(copy: string, longestMs = LONGEST_MS): Promise<string | undefined> {
  const main = join(copy, "model", "check-model.main.test-helper.ts");
  const env = { ...process.env, PERGOLA_SEED: `${SEED}`, PERGOLA_RUNS: `${RUNS}` };
  const options = { env, timeout: longestMs, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--conditions=@pergola/source", main], options, (error, _out, told) => {
      if (error === null) resolve(undefined);
      else resolve(told === "" ? "it did not come to an end" : told);
    });
  });
}

test.each(MUTANTS)("there is one place for the mistake that $name", async ({ file, find }) => {
  const source = await readFile(join(SOURCES, file), "utf8");
  expect(source.split(find)).toHaveLength(2);
});

test("the property holds for the workflow as it is", async () => {
  // On a machine that has much to do it takes long, and that is no mistake.
  expect(await check(await copyOf(undefined), 100_000)).toBeUndefined();
}, 120_000);

test.each(chosen)(
  "the property sees when $name",
  async (mutant) => {
    const told = await check(await copyOf(mutant));
    expect(told).toBeDefined();
    expect(told).not.toMatch(/ERR_MODULE_NOT_FOUND|SyntaxError/);
  },
  60_000,
);
