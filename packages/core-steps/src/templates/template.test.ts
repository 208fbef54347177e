import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate } from "../index.ts";

const render = (source: string, values: Record<string, unknown>) => parseTemplate(source).render({ values });

describe("a template", () => {
  it("puts state values in the place of their names, nested ones too", () => {
    expect(
      render("Hello {user.name}, {items.0} and { count }", { user: { name: "Ada" }, items: ["x"], count: 0 }),
    ).toBe("Hello Ada, x and 0");
  });

  it("honours empty text, zero and false", () => {
    expect(render("[{a}][{b}][{c}]", { a: "", b: 0, c: false })).toBe("[][0][false]");
  });

  it("writes objects as JSON", () => {
    expect(render("{user}", { user: { name: "Ada" } })).toBe('{"name":"Ada"}');
  });

  it("takes doubled braces for single ones", () => {
    expect(render("{{name}} is {name}", { name: "Ada" })).toBe("{name} is Ada");
  });

  it("leaves braces alone that enclose no name", () => {
    expect(render('{"a": 1} { } {1}', {})).toBe('{"a": 1} { } {1}');
  });

  it("names the missing variable and lists what the state has", () => {
    expect(() => render("Hi {nmae}", { name: "Ada", age: 3 })).toThrow(
      expect.objectContaining({
        code: "MISSING_VARIABLE",
        message: expect.stringContaining("{nmae}"),
        hint: expect.stringMatching(/Did you mean "name"\? Known: age, name/),
        details: { variable: "nmae", available: ["name", "age"] },
      }),
    );
  });

  it("does not reach inherited properties", () => {
    for (const name of ["constructor", "__proto__", "toString", "user.constructor.name"]) {
      expect(() => render(`{${name}}`, { user: {} })).toThrow(
        expect.objectContaining({ code: "MISSING_VARIABLE" }),
      );
    }
  });

  it("keeps the type of a value that stands alone", () => {
    expect(parseTemplate("{n}").resolve({ values: { n: 3 } })).toBe(3);
    expect(parseTemplate("{n}!").resolve({ values: { n: 3 } })).toBe("3!");
  });

  it("never interprets what a value contains", () => {
    fc.assert(fc.property(fc.string(), (value) => render("{v}", { v: value }) === value));
  });

  it("gives back any text whose braces are doubled", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = text.replaceAll("{", "{{").replaceAll("}", "}}");
        return render(escaped, {}) === text;
      }),
    );
  });
});
