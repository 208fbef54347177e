import { describe, expect, it } from "vitest";
import { definePlugin } from "./define-plugin.ts";

describe("what definePlugin is given", () => {
  const problemsOf = (plugin: object): unknown => {
    try {
      return definePlugin(plugin as never);
    } catch (error) {
      return (error as { readonly details: { readonly problems: unknown } }).details.problems;
    }
  };
  const named = { name: "a", version: "1.0.0" };

  it.each([
    [{ contributes: { provider: [] } }, /no kind "provider" .* did you mean "providers"\?/],
    [{ contributes: { tool: [] } }, /did you mean "tools"\?/],
    [{ contribute: { providers: [] } }, /no "contribute"; did you mean "contributes"\?/],
    [{ contributes: {}, providers: [] }, /"providers" belongs into contributes: \{ providers: \[\] \}/],
    [{ contributes: {}, provider: [] }, /"provider" belongs into contributes: \{ providers: \[\] \}/],
  ])("is refused with what was meant: %o", (parts, told) => {
    expect(problemsOf({ ...named, ...parts })).toContainEqual(expect.stringMatching(told));
  });

  it("may have further keys and kinds that are nobody's", () => {
    const plugin = { ...named, contributes: { voices: [] }, steps: () => [], main: "x", names: "y" };
    expect(problemsOf(plugin)).toEqual(plugin);
  });
});
