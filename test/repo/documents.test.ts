import { expect, test } from "vitest";
import { parseFloorTable } from "../../scripts/lint/floor-table.ts";
import { workspace } from "./workspace.test-helper.ts";

const readme = workspace.read("README.md");

test("the README maps every package to its floor", () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| \[([^\]]+)\]\(([^)]+)\) \|/gm)];
  const floors = parseFloorTable(workspace.read("ARCHITECTURE.md"));
  const mapped = rows.map(([, floor, name, folder]) => ({ floor: Number(floor), name, folder }));
  const expected = workspace.packages.map(({ folder, manifest: { name } }) => ({
    floor: floors.get(name),
    name,
    folder,
  }));
  const byName = (a: { name?: string }, b: { name?: string }) => (a.name ?? "").localeCompare(b.name ?? "");
  expect(mapped.sort(byName)).toEqual(expected.sort(byName));
});

test("ARCHITECTURE.md fits on a few screens", () => {
  expect(workspace.read("ARCHITECTURE.md").split("\n").length).toBeLessThanOrEqual(150);
});

test("every file that ARCHITECTURE.md names is there", () => {
  const named = [...workspace.read("ARCHITECTURE.md").matchAll(/`([a-z-]+(?:\/[a-z.-]+)+)`/g)].map(
    ([, path]) => path ?? "",
  );
  const existing = new Set(workspace.packages.flatMap(({ sources }) => sources));
  const isThere = (path: string) =>
    [...existing].some(
      (file) => file === path || file === `packages/${path}` || file.startsWith(`packages/${path}/`),
    );
  expect(
    named.filter((path) => path.endsWith(".ts") || path.includes("/src/")).filter((path) => !isThere(path)),
  ).toEqual([]);
});

test("the commands that the documents name exist", () => {
  const { scripts } = JSON.parse(workspace.read("package.json")) as { scripts: Record<string, string> };
  const pages = ["README.md", "CONTRIBUTING.md", "AGENTS.md"].map((page) => workspace.read(page)).join("\n");
  const named = [...pages.matchAll(/(?:npm|pnpm) run ([a-z:-]+)/g)].map(([, name]) => name ?? "");
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});
