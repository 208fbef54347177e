import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { PEERS } from "./peers.ts";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

test.each(Object.entries(PEERS))(
  "the README names %s with the version that is pinned",
  (name, { version }) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const line = readme.split("\n").find((each) => each.startsWith(`| \`${name}\``));
    expect(line).toContain(` ${version} `);
  },
);

test("the README has every peer and no other", () => {
  const [, table = ""] = readme.split("## Peers");
  const named = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
  expect(named).toEqual(Object.keys(PEERS));
});
