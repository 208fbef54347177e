import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSyntaxError, readJson } from "./read-json.ts";

const parsed = (text: string) => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

const read = (text: string) => {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
};

describe("readJson", () => {
  it("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const document = readJson(text);
        fc.pre(document.problems.length === 0);
        expect(document.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses what JSON.parse refuses, and nothing else, wherever a text is broken", () => {
    const pieces = fc.constantFrom(
      ..."{}[]:,\"\\'-+.0123eE/tfnul \n\t\u0001x",
      "true",
      "null",
      "\\u00e9",
      '"a":',
    );
    const broken = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.nat(3), fc.array(pieces, { maxLength: 3 }))
      .map(([text, at, gone, added]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + added.join("") + text.slice(place + gone);
      });
    fc.assert(
      fc.property(
        fc.oneof(
          broken,
          fc.array(pieces).map((all) => all.join("")),
        ),
        (text) => {
          const document = read(text);
          expect(document === undefined).toBe(parsed(text) === undefined);
          if (document?.problems.length === 0) expect(document.value).toEqual(parsed(text)?.value);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("finds a key twice, at the second place, and keeps the first", () => {
    const { value, problems } = readJson('{"a":{"b":1,"b":2},"c":[{"d":1,"d":2}]}');
    expect(problems).toEqual([
      { kind: "duplicate", path: ["a", "b"], offset: 12 },
      { kind: "duplicate", path: ["c", 0, "d"], offset: 31 },
    ]);
    expect(value).toEqual({ a: { b: 1 }, c: [{ d: 1 }] });
  });

  it.each(["__proto__", "constructor", "prototype", "__pro\\u0074o__"])(
    "drops and tells the key %s",
    (key) => {
      const { value, problems } = readJson(`{"a":{"${key}":{"isAdmin":true}}}`);
      expect(problems).toMatchObject([{ kind: "forbidden", offset: 6 }]);
      const { a } = value as { a: { isAdmin?: boolean } };
      expect([Object.keys(a), Object.getPrototypeOf(a), a.isAdmin]).toEqual([
        [],
        Object.prototype,
        undefined,
      ]);
    },
  );

  it("knows where things stand", () => {
    const text = '{\n  "a": [1, {"b": 2}]\n}';
    const { offsetOf } = readJson(text);
    expect(text.slice(offsetOf(["a", 1, "b"]))).toMatch(/^"b": 2/);
    expect(text.slice(offsetOf(["a", 1]))).toMatch(/^\{"b"/);
    expect(offsetOf(["a", 7])).toBe(offsetOf(["a"]));
    expect(offsetOf(["nothing"])).toBe(0);
  });

  it("ends at a depth that no manifest has, however deep the text", () => {
    expect(() => readJson(`${"[".repeat(64)}1${"]".repeat(64)}`)).not.toThrow();
    expect(() => readJson("[".repeat(200_000))).toThrow("more than 64 levels");
    expect(() => readJson('{"a":'.repeat(50_000))).toThrow("more than 64 levels");
  });
});
