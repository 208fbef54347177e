import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestName, suggest } from "./suggest.ts";

test("the nearest spelling comes first, then everything there is, sorted", () => {
  expect(suggest("lmm", ["tool", "llm", "custom"])).toBe('Did you mean "llm"? Known: custom, llm, tool.');
});

test("a name that resembles nothing gets the list only", () => {
  expect(suggest("spaceship", ["tool", "llm"])).toBe("Known: llm, tool.");
});

test("nothing known is said in so many words", () => {
  expect(suggest("llm", [])).toBe("Nothing is registered yet.");
});

test.each([
  ["tools_loop", "tools-loop"],
  ["toolsloop", "tools-loop"],
  ["TOOLS-LOOP", "tools-loop"],
  ["openia", "openai"],
  ["ofline", "offline"],
])("%s is taken for %s", (received, meant) => {
  expect(nearestName(received, ["openai", "offline", "tools-loop", "x"])).toBe(meant);
});

test("of two names equally near the first is taken", () => {
  expect(nearestName("cat", ["bat", "hat"])).toBe("bat");
});

test("a long name may have more wrong letters than a short one", () => {
  expect(nearestName("abc", ["xyz"])).toBeUndefined();
  expect(nearestName("conversation", ["konversashun"])).toBe("konversashun");
});

test("a known name is nearest to itself", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z-]{1,12}$/), { minLength: 1 }), (known) => {
      for (const name of known) expect(nearestName(name, known)).toBe(name);
    }),
  );
});

test("one letter dropped is always found again", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{2,20}$/), fc.nat(), (name, at) => {
      const index = at % name.length;
      expect(nearestName(name.slice(0, index) + name.slice(index + 1), [name])).toBe(name);
    }),
  );
});
