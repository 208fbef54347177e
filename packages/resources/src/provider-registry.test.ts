import { isPergolaError } from "@pergola/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ProviderFactory } from "./provider-factory.ts";
import { createProviderRegistry } from "./provider-registry.ts";
import type { ProviderSource } from "./provider-source.ts";

function llm(name: string): ProviderFactory<"llm"> {
  return {
    category: "llm",
    name,
    configSchema: z.object({}),
    create: () => Promise.reject(new Error("unused")),
  };
}

function hintOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (isPergolaError(error)) return error.hint;
  }
  return undefined;
}

describe("createProviderRegistry", () => {
  it("finds what was registered, by category and name", () => {
    const openai = llm("openai");
    expect(createProviderRegistry([openai]).get("llm", "openai")).toBe(openai);
  });

  it("keeps categories apart", () => {
    const registry = createProviderRegistry([llm("duckdb")]);
    expect(() => registry.get("memory", "duckdb")).toThrow(
      expect.objectContaining({ code: "PROVIDER_NOT_FOUND" }),
    );
  });

  it("refuses a second provider of a name, unless it may override", () => {
    const registry = createProviderRegistry([llm("openai")]);
    const second = llm("openai");
    expect(() => registry.register(second)).toThrow(expect.objectContaining({ code: "PROVIDER_DUPLICATE" }));
    registry.register(second, { override: true });
    expect(registry.get("llm", "openai")).toBe(second);
    expect(registry.list("llm")).toEqual([second]);
  });

  it("lists in order of registration", () => {
    const [a, b] = [llm("b"), llm("a")];
    expect(createProviderRegistry([a, b]).list()).toEqual([a, b]);
    expect(createProviderRegistry([a, b]).list("memory")).toEqual([]);
  });

  it("names the package to install and the call to add for a provider of ours", () => {
    expect(hintOf(() => createProviderRegistry([llm("offline")]).get("llm", "openai"))).toBe(
      "Run: npm install @pergola/llm-openai, then give it: .withProvider(openai()). There are: offline.",
    );
    expect(hintOf(() => createProviderRegistry().get("memory", "duckdb"))).toBe(
      "Run: npm install @pergola/memory-duckdb, then give it: .withProvider(duckdb()).",
    );
  });

  it("offers the nearest spelling, of what is there and of what could be installed", () => {
    expect(hintOf(() => createProviderRegistry([llm("openai")]).get("llm", "opnai"))).toBe(
      'Did you mean "openai"? There are: openai.',
    );
    expect(hintOf(() => createProviderRegistry().get("llm", "ofline"))).toBe(
      'Did you mean "offline"? Run: npm install @pergola/llm-offline, then give it: .withProvider(offline()).',
    );
  });

  it("says how to add a provider that it knows nothing about", () => {
    expect(hintOf(() => createProviderRegistry([llm("openai")]).get("llm", "acme-cloud"))).toBe(
      'There are: openai. These could be installed: offline, openrouter. A model stands behind its provider: "openai:gpt-5-mini". For another one, install its package and give it with .withProvider(…).',
    );
  });

  it("is not fooled by names that objects inherit", () => {
    const registry = createProviderRegistry();
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect(() => registry.get("llm", name)).toThrow(
        expect.objectContaining({ code: "PROVIDER_NOT_FOUND" }),
      );
      expect(hintOf(() => registry.get("llm", name))).toContain("give it with .withProvider(…)");
    }
  });

  describe("with sources", () => {
    const sourceOf = (factories: readonly ProviderFactory[]) => {
      const loaded: string[] = [];
      const source: ProviderSource = {
        names: async (category) =>
          factories.filter((each) => each.category === category).map(({ name }) => name),
        load: async (category, name) => {
          loaded.push(`${category}:${name}`);
          return factories.find((each) => each.category === category && each.name === name);
        },
      };
      return { source, loaded };
    };

    it("finds what nobody gave, in the first source that has it, and keeps it", async () => {
      const [one, other] = [llm("ollama"), llm("ollama")];
      const [empty, first, second] = [sourceOf([]), sourceOf([one]), sourceOf([other])];
      const registry = createProviderRegistry([llm("offline")], {
        sources: [empty.source, first.source, second.source],
      });
      const both = await Promise.all([registry.find("llm", "ollama"), registry.find("llm", "ollama")]);
      expect(both).toEqual([one, one]);
      expect(await registry.find("llm", "ollama")).toBe(one);
      expect([registry.get("llm", "ollama"), second.loaded]).toEqual([one, []]);
      expect(empty.loaded.length).toBe(first.loaded.length);
    });

    it("asks nobody for what was given", async () => {
      const { source, loaded } = sourceOf([llm("offline")]);
      const offline = llm("offline");
      expect(await createProviderRegistry([offline], { sources: [source] }).find("llm", "offline")).toBe(
        offline,
      );
      expect(loaded).toEqual([]);
    });

    it("says what all of them have when none has it", async () => {
      const sources = [sourceOf([llm("groq")]).source];
      const finding = createProviderRegistry([llm("offline")], { sources }).find("llm", "grok");
      await expect(finding).rejects.toMatchObject({
        code: "PROVIDER_NOT_FOUND",
        hint: expect.stringContaining('Did you mean "groq"?'),
        details: { existing: ["offline", "groq"] },
      });
    });

    it("needs no further step for what is installed, and knows what its sources could have", async () => {
      const source: ProviderSource = {
        names: async () => ["groq"],
        installable: async () => new Map([["anthropic", "@langchain/anthropic @langchain/core"]]),
        load: async () => undefined,
      };
      const asked = async (name: string) => {
        const finding = createProviderRegistry([], { sources: [source] }).find("llm", name);
        return finding.then(
          () => undefined,
          ({ message, hint }) => `${message} ${hint}`,
        );
      };
      expect(await asked("openai")).toBe(
        'The llm provider "openai" is not installed. Run: npm install @pergola/llm-openai. There are: groq.',
      );
      expect(await asked("antropic")).toBe(
        'No llm provider is named "antropic". Did you mean "anthropic"? Run: npm install @langchain/anthropic @langchain/core. There are: groq.',
      );
      expect(await asked("my-own-cloud")).toBe(
        'No llm provider is named "my-own-cloud". There are: groq. These could be installed: anthropic, offline, openai, openrouter. A model stands behind its provider: "openai:gpt-5-mini". For another one, install its package or give it with .withProvider(…).',
      );
    });

    it("tells whoever asks again why it was not found, until it is", async () => {
      let factories: ProviderFactory[] = [];
      const source: ProviderSource = {
        names: async () => ["groq"],
        load: async (_, name) => factories.find((each) => each.name === name),
      };
      const registry = createProviderRegistry([], { sources: [source] });
      await expect(registry.find("llm", "grok")).rejects.toMatchObject({ code: "PROVIDER_NOT_FOUND" });
      expect(hintOf(() => registry.get("llm", "grok"))).toContain("groq");
      factories = [llm("grok")];
      expect(await registry.find("llm", "grok")).toBe(registry.get("llm", "grok"));
    });

    it("remembers nothing of a search that was stopped", async () => {
      const controller = new AbortController();
      const source: ProviderSource = {
        names: async () => [],
        load: async (_category, _name, { signal } = {}) => {
          controller.abort(new Error("enough"));
          signal?.throwIfAborted();
          return undefined;
        },
      };
      const registry = createProviderRegistry([], { sources: [source] });
      await expect(registry.find("llm", "x", { signal: controller.signal })).rejects.toThrow("enough");
      expect(() => registry.get("llm", "x")).toThrow(expect.objectContaining({ code: "PROVIDER_NOT_FOUND" }));
    });

    it("does not take a provider that fails to load for none", async () => {
      const source: ProviderSource = {
        names: async () => ["broken"],
        load: () => Promise.reject(new Error("Its entry throws.")),
      };
      const second = sourceOf([llm("broken")]);
      const registry = createProviderRegistry([], { sources: [source, second.source] });
      await expect(registry.find("llm", "broken")).rejects.toThrow("Its entry throws.");
      expect(second.loaded).toEqual([]);
    });
  });
});
