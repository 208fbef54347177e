import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { FLOW_PEERS } from "./flow-peers.ts";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
const table = readme.split("## Peers of flows")[1]?.split("\n## ")[0] ?? "";

test.each(Object.entries(FLOW_PEERS))("the README names %s with the version that is pinned", (name, peer) => {
  expect(peer.version).toMatch(/^\d+\.\d+\.\d+$/);
  const line = table.split("\n").find((each) => each.startsWith(`| \`${name}\``));
  expect(line).toContain(` ${peer.version} `);
});

test("the README has every peer of flows and no other", () => {
  const named = [...table.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name);
  expect(named).toEqual(Object.keys(FLOW_PEERS));
});
