import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { toolErrors } from "./errors.ts";

it("has every error code in the README's table, and no other", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const section = readme.slice(readme.indexOf("## Errors"), readme.indexOf("## Lifetime"));
  const listed = Array.from(section.matchAll(/^\| `([A-Z_]+)`\s*\|/gm), ([, code]) => code);
  expect(listed.sort()).toEqual(Object.keys(toolErrors.meanings).sort());
});
