import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { localErrorCodes } from "./api-error.ts";

describe("the page's own error codes", () => {
  it("are those of the README's table, both ways", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)`\s*\|/gm)].map((match) => match[1]);
    expect(listed.sort()).toEqual([...localErrorCodes].sort());
  });
});
