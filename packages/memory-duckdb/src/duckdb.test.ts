import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { silentLogger } from "@pergola/core";
import { expect, it } from "vitest";
import { duckdb } from "./duckdb.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";
import { runIdsOf, scopeOf, takeTurn } from "./turns.test-helper.ts";

const context = { logger: silentLogger, env: {} };

it("is the memory provider of the name duckdb", () => {
  expect(duckdb()).toMatchObject({ category: "memory", name: "duckdb" });
  expect(duckdb().describe?.({ path: "a.duckdb" }, context)).toBe("DuckDB file a.duckdb, on this machine");
});

it("opens the file of its own config, and that of the agent's config rather", async () => {
  await using folder = await temporaryFolder();
  const provider = duckdb({ path: folder.file("own.duckdb") });
  await using own = await provider.create(undefined, context);
  await using given = await provider.create({ path: folder.file("given.duckdb") }, context);
  await takeTurn(own, scopeOf(), "r1");
  expect([await runIdsOf(own, scopeOf()), await runIdsOf(given, scopeOf())]).toEqual([["r1"], []]);
});

it.each([
  [undefined, ["path: It is missing; expected a text that is not empty."]],
  [{}, ["path: It is missing; expected a text that is not empty."]],
  [{ path: "" }, ['path: Got ""; expected a text that is not empty.']],
  [
    { path: 5, maxQueued: 0.5 },
    [
      "path: Got a number; expected a text that is not empty.",
      "maxQueued: Got 0.5; expected an integer from 1.",
    ],
  ],
  [{ path: "a", paht: "b" }, ['paht: There is no option "paht".']],
])("tells every defect of the config %j, offline and when it is used", async (config, told) => {
  const problems = duckdb().validateConfig?.(config, context) ?? [];
  expect(problems.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual(told);
  for (const { path, hint } of problems)
    expect(hint).toMatch(path[0] === "path" ? /^Set path to the file/ : /./);
  await expect(duckdb().create(config, context)).rejects.toMatchObject({
    code: "PROVIDER_CONFIG_INVALID",
    details: { problems },
  });
});

it("loads DuckDB only when a file is opened", async () => {
  const script = `
    const { duckdb } = await import("@pergola/memory-duckdb");
    duckdb({ path: "x" }).validateConfig({}, { env: {} });
    const isLoaded = () => process.report.getReport().sharedObjects.some((name) => name.includes("libduckdb"));
    const before = isLoaded();
    await import("@duckdb/node-api");
    console.log(before, isLoaded());`;
  const run = promisify(execFile);
  const { stdout } = await run(
    process.execPath,
    [...["--conditions=@pergola/source", "--input-type=module", "--eval", script]],
    { cwd: import.meta.dirname },
  );
  expect(stdout.trim()).toBe("false true");
});
