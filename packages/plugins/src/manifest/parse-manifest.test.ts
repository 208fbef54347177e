import { isPergolaError } from "@pergola/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseManifest } from "./parse-manifest.ts";

const GOOD = {
  name: "@acme/pergola-tts",
  version: "1.2.0",
  category: "tts",
  provider: "acme",
  entry: "./dist/index.js#acme",
  engines: { pergola: "^0.1.0" },
};

const parseText = (text: string, isPackageJson = false) =>
  parseManifest({ file: "plugin.json", text, isPackageJson });
const parse = (value: unknown) => parseText(JSON.stringify(value, null, 2));

async function problemsOf(text: string, isPackageJson = false) {
  const parsed = await parseText(text, isPackageJson);
  if (parsed?.kind !== "broken") throw new Error(`It was taken: ${text}`);
  expect(isPergolaError(parsed.error, "PLUGIN_MANIFEST_INVALID")).toBe(true);
  return parsed.error.details.problems as readonly Record<string, unknown>[];
}

describe("parseManifest", () => {
  it("takes a manifest as it is", async () => {
    const whole = {
      $schema: "https://example.com/plugin.schema.json",
      ...GOOD,
      description: "Speaks.",
      author: "Acme",
      contributes: { providers: { llm: ["acme"] }, tools: ["say"], voices: ["anna"] },
      requires: { "@acme/base": ">=1 <3" },
      configSchema: { type: "object", properties: { constructor_: {} } },
      examples: [{ input: { text: "hi" }, expected: "…", description: "Greets." }],
    };
    expect(await parse(whole)).toEqual({ kind: "manifest", manifest: whole });
  });

  it("says line, column, defect and fix of everything at once", async () => {
    const text = JSON.stringify({ ...GOOD, engine: {}, entry: "../x.js", provider: "Acme Speech" }, null, 2);
    expect(await problemsOf(text)).toEqual([
      expect.objectContaining({
        path: "provider",
        line: 5,
        column: 3,
        message: expect.stringContaining('Got "Acme Speech"'),
      }),
      expect.objectContaining({ path: "entry", line: 6, message: expect.stringContaining('Got "../x.js"') }),
      expect.objectContaining({
        path: "engine",
        line: 10,
        hint: expect.stringContaining('Did you mean "engines"?'),
      }),
    ]);
  });

  it("names the place in the message of its error", async () => {
    const parsed = await parse({ ...GOOD, version: 7 });
    expect(parsed).toMatchObject({
      kind: "broken",
      name: GOOD.name,
      claims: [{ category: "tts", name: "acme" }],
      error: { message: expect.stringContaining("plugin.json:3:3 version: Got a number; expected a text") },
    });
  });

  it.each([
    ["a comment", "{\n  // hello\n}", 2, 3],
    ["a comma too many", '{ "name": "a", }', 1, 16],
    ["a text that does not end", '{\n "name": "a', 2, 10],
    ["nothing", "", 1, 1],
  ])("says where %s is no JSON", async (_, text, line, column) => {
    expect(await problemsOf(text)).toMatchObject([
      { line, column, hint: expect.stringContaining("plain JSON") },
    ]);
  });

  it("refuses keys twice, at the second place", async () => {
    const text = JSON.stringify(GOOD, null, 2).replace("{", '{\n  "name": "a",');
    expect(await problemsOf(text)).toMatchObject([
      { line: 3, column: 3, path: "name", message: 'The key "name" is there twice.' },
    ]);
  });

  it.each(["__proto__", "constructor", "prototype"])(
    "refuses the key %s, wherever it stands",
    async (key) => {
      for (const at of ["configSchema", "requires", "contributes", "examples"]) {
        const text = JSON.stringify({ ...GOOD, [at]: { MARK: { polluted: true } } }, null, 2);
        const problems = await problemsOf(text.replace("MARK", key));
        expect(problems[0]).toMatchObject({
          message: expect.stringContaining(`The key "${key}" is not allowed`),
        });
      }
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );

  it.each([
    ["version", { version: "one" }, '"one" is no version.'],
    ["engines.pergola", { engines: { pergola: "newest" } }, '"newest" is no range of versions.'],
    ["requires.a", { requires: { a: "!" } }, '"!" is no range of versions.'],
    ["category", { provider: undefined }, "category and provider come together; one of them is missing."],
    ["", { category: undefined, provider: undefined }, "It does not say what the plugin contributes"],
  ])("checks %s", async (path, changed, message) => {
    const problems = await problemsOf(JSON.stringify({ ...GOOD, ...changed }));
    expect(problems).toMatchObject([{ path, message: expect.stringContaining(message) }]);
  });

  it.each([
    "../x.js",
    "./../x.js",
    "./a/../../x.js",
    "./a/..",
    "./a/..#b",
    "/etc/x.js",
    "x.js",
    "file:///x.js",
    "node:fs",
    "data:text/javascript,1",
    ".\\x.js",
    "./a\\..\\..\\x.js",
    "./x\u0000.js",
    "./",
    "",
    "./x.js#",
    "./x.js#a b",
    "https://x/y.js",
  ])("refuses the entry %j", async (entry) => {
    expect(await problemsOf(JSON.stringify({ ...GOOD, entry }))).toMatchObject([{ path: "entry" }]);
  });

  it.each(["./x.js", "./a/b.mjs#C_1", "./..a/x.js", "./a/b..js", "./ä/x y.js#default"])(
    "takes the entry %j",
    async (entry) => {
      expect(await parse({ ...GOOD, entry })).toMatchObject({ kind: "manifest" });
    },
  );

  describe("in a package.json", () => {
    const field = ({ name: _, version: __, ...rest }: typeof GOOD) => rest;

    it("is the field `pergola`, with what the package says of itself", async () => {
      const text = JSON.stringify({
        name: "acme",
        version: "2.0.0",
        description: "Speaks.",
        type: "module",
        pergola: field(GOOD),
      });
      expect(await parseText(text, true)).toMatchObject({
        manifest: { name: "acme", version: "2.0.0", description: "Speaks.", provider: "acme" },
      });
    });

    it("is of no plugin without that field, whatever else stands in it", async () => {
      for (const text of [
        '{"name":"a"}',
        "{ broken",
        '{"keywords":["pergola"]}',
        '{"a":1,"a":2,"keywords":["pergola"]}',
      ])
        expect(await parseText(text, true)).toBeUndefined();
    });

    it("says where in the file, and looks at nothing else of it", async () => {
      const pergola = { ...field(GOOD), provder: "x" };
      const text = JSON.stringify({ name: "acme", version: "1.0.0", pergola }, null, 2);
      const dirty = text.replace("{", '{\n  "constructor": 1, "a": 1, "a": 2,');
      expect(await problemsOf(dirty, true)).toMatchObject([
        { line: 12, column: 5, path: "provder", hint: expect.stringContaining('Did you mean "provider"?') },
      ]);
    });

    it("is broken when the field is no object", async () => {
      expect(await problemsOf('{"name":"a","pergola":true}', true)).toMatchObject([{ line: 1, column: 13 }]);
    });
  });

  it("takes any text without throwing, and any object that has the shape", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((each) => JSON.stringify({ ...GOOD, ...each })),
        ),
        async (text) => {
          const parsed = await parseText(text);
          expect(["manifest", "broken"]).toContain(parsed?.kind);
        },
      ),
    );
  });
});
