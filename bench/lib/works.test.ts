import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { rowsOf, workNames } from "./works.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const rows = (await Promise.all(workNames.map(rowsOf))).flat();

test("the README describes every row and no other, with its goal", () => {
  const [table = ""] = readme.split("## Peers");
  const described = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
  expect(described).toEqual(rows.map(({ row }) => row));
  for (const { row, target } of rows.filter((each) => each.target !== undefined)) {
    const line = table.split("\n").find((each) => each.startsWith(`| \`${row}\``));
    expect(line).toContain(`ratio ≤ ${target} `);
  }
});

test("an unknown work is an error that names the known ones", async () => {
  await expect(rowsOf("fly")).rejects.toThrow(workNames.join(", "));
});
