import { Agent, AgentBuilder } from "@pergola/builders";
import { expect, test } from "vitest";
import { section, workspace } from "./workspace.test-helper.ts";

/** Names that an entry file exports, types included. */
function exportsOf(folder: string): string[] {
  const source = workspace.read(`${folder}/src/index.ts`);
  const lists = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, list = ""]) => list);
  const names = lists.flatMap((list) => list.split(",").map((name) => name.trim().replace(/^type /, "")));
  return names.filter((name) => name !== "");
}

const readme = (folder: string) => workspace.read(`${folder}/README.md`);
const inBackticks = (text: string) => new Set(text.match(/[A-Za-z]\w*/g));

test.each(["packages/builders", "packages/config"])("the README of %s names every export", (folder) => {
  const named = inBackticks(section(readme(folder), "API").join("\n"));
  const exported = exportsOf(folder);
  expect(exported.length).toBeGreaterThan(20);
  expect(exported.filter((name) => !named.has(name))).toEqual([]);
});

test("the README of packages/builders names every method of a builder and an agent", () => {
  const named = inBackticks(section(readme("packages/builders"), "API").join("\n"));
  const methods = [AgentBuilder, Agent].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype));
  expect(methods).toContain("withRetry");
  expect(methods.filter((name) => name !== "constructor" && !named.has(name))).toEqual([]);
});

test("the README of packages/builders lists every option of a call", () => {
  const rows = section(readme("packages/builders"), "Options").filter((line) => line.startsWith("| `"));
  const listed = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  const source = workspace.read("packages/builders/src/run/call-options.ts");
  const options = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
  expect(options).toContain("signal");
  expect(listed.sort()).toEqual(options.sort());
});
