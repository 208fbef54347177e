import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { createProviderRegistry } from "@pergola/resources";
import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { definePlugin } from "./define-plugin.ts";
import { pluginIntegrity } from "./load/plugin-integrity.ts";
import {
  addFiles,
  managerOf,
  manifest,
  packageFiles,
  pluginFiles,
  providerCode,
  tempProject,
} from "./temp-project.test-helper.ts";

declare module "@pergola/resources" {
  interface ProviderProducts {
    /** A category that nobody below knows. */
    speech: { say(text: string): string };
  }
}

const speech = definePlugin({
  name: "speech",
  version: "1.0.0",
  contributes: {
    providers: [
      {
        category: "speech" as const,
        name: "acme",
        configSchema: z.strictObject({ voice: z.enum(["anna", "bert"]) }),
        create: async (config) => ({
          say: (text: string) => `${(config as { voice: string }).voice}: ${text}`,
        }),
      },
    ],
    tools: [defineTool({ name: "say", description: "Says it.", input: z.object({}), execute: () => "said" })],
  },
});

describe("a plugin that is registered in code", () => {
  it("may have a category of its own", async () => {
    const manager = managerOf(tempProject());
    await manager.register(speech);
    const voice = await manager.createProvider("speech", "acme", { voice: "anna" });
    expect(voice.say("Hello.")).toBe("anna: Hello.");
    expect(await manager.names("speech")).toEqual(["acme"]);
    expect(await manager.get("speech")).toEqual(speech);
    expect((await manager.contributions("tools")).map(({ name }) => name)).toEqual(["say"]);
  });

  it("is told every defect of a config", async () => {
    const manager = managerOf(tempProject());
    await manager.register(speech);
    await expect(manager.createProvider("speech", "acme", { voice: "carl", speed: 1 })).rejects.toMatchObject(
      {
        code: "PROVIDER_CONFIG_INVALID",
        details: { problems: [{ path: ["voice"] }, { path: ["speed"] }] },
      },
    );
  });

  it("comes before all that are found, once", async () => {
    const manager = managerOf(tempProject(pluginFiles("plugins/speech", "speech")));
    await manager.discover();
    await manager.register(speech);
    expect(manager.list().map(({ origin, status }) => `${origin} ${status}`)).toEqual([
      "registered loaded",
      "folder shadowed",
    ]);
    await expect(manager.register(speech)).rejects.toMatchObject({ code: "PLUGIN_DUPLICATE" });
    await manager.discover();
    expect(manager.list()).toHaveLength(2);
  });

  it("may be one in a folder, which the allow-list does not concern", async () => {
    const root = tempProject(pluginFiles("somewhere/mine", "mine"));
    const manager = managerOf(root, { allow: [] });
    await manager.register({ directory: "somewhere/mine" });
    expect(await manager.createProvider("llm", "mine")).toMatchObject({ made: "mine" });
    await expect(manager.register({ directory: "somewhere" })).rejects.toMatchObject({
      code: "PLUGIN_NOT_FOUND",
    });
  });

  it("counts once also when it is registered twice at the same time", async () => {
    const manager = managerOf(tempProject());
    const plugin = { name: "a", version: "1.0.0", contributes: {} };
    const results = await Promise.allSettled([manager.register(plugin), manager.register(plugin)]);
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { status: "rejected", reason: { code: "PLUGIN_DUPLICATE" } },
    ]);
    await manager.register({ ...plugin, name: "b" });
    expect(manager.list().map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("is refused when it is none", async () => {
    const manager = managerOf(tempProject());
    const broken = { name: "", version: "", contributes: { tool: [], tools: [{}], providers: 7 } };
    await expect(manager.register(broken as never)).rejects.toMatchObject({
      code: "PLUGIN_INVALID",
      details: {
        problems: [
          "name is a text that is not empty.",
          'version is a text, for example "1.0.0".',
          'There is no kind "tool" of contributions; did you mean "tools"?',
          "contributes.tools[0] is no tool; make it with defineTool().",
          "contributes.providers is a list.",
        ],
      },
    });
  });
});

const COUNTING = "globalThis.pergolaLoads = (globalThis.pergolaLoads ?? 0) + 1;";
const loads = () => (globalThis as { pergolaLoads?: number }).pergolaLoads ?? 0;

describe("loading", () => {
  it("happens at the first use, once, however many ask", async () => {
    const root = tempProject({
      ...pluginFiles("plugins/x", "x"),
      "plugins/x/index.mjs": COUNTING + providerCode("x"),
    });
    const [manager, before] = [managerOf(root), loads()];
    expect(await manager.names("llm")).toEqual(["x"]);
    expect(loads()).toBe(before);
    const both = await Promise.all([manager.load("llm", "x"), manager.load("llm", "x"), manager.get("x")]);
    expect([both[0] === both[1], both[2].contributes.providers?.[0] === both[0], loads()]).toEqual([
      true,
      true,
      before + 1,
    ]);
    expect(await manager.load("llm", "x")).toBe(both[0]);
    expect(await manager.load("llm", "y")).toBeUndefined();
  });

  it("asks a function for a provider once", async () => {
    const root = tempProject({
      "plugins/x/plugin.json": manifest("x", { entry: "./index.mjs#make" }),
      "plugins/x/index.mjs": `${providerCode("x")} export const make = () => ({ ...provider });`,
    });
    const manager = managerOf(root);
    const [one, other] = await Promise.all([manager.load("llm", "x"), manager.load("llm", "x")]);
    expect(one).toBe(other);
    expect(await manager.load("llm", "x")).toBe(one);
  });

  it("goes on for others when one of them stops waiting", async () => {
    const manager = managerOf(tempProject(pluginFiles("plugins/x", "x")));
    const stop = new AbortController();
    const [stopped, waiting] = [manager.get("x", { signal: stop.signal }), manager.get("x")];
    stop.abort(new Error("Enough."));
    await expect(stopped).rejects.toThrow("Enough.");
    expect(await waiting).toMatchObject({ name: "x" });
  });

  it("begins with the plugins that it needs", async () => {
    const order = (name: string) => `(globalThis.pergolaOrder ??= []).push("${name}");${providerCode(name)}`;
    const root = tempProject({
      ...pluginFiles("plugins/a", "a", { requires: { b: "^1.0.0", c: "*" } }),
      ...pluginFiles("plugins/b", "b", { requires: { c: "*" } }),
      ...pluginFiles("plugins/c", "c"),
      "plugins/a/index.mjs": order("a"),
      "plugins/b/index.mjs": order("b"),
      "plugins/c/index.mjs": order("c"),
    });
    await managerOf(root).get("a");
    expect((globalThis as { pergolaOrder?: string[] }).pergolaOrder).toEqual(["c", "b", "a"]);
  });

  it.each([
    [
      "a function that gives a provider",
      "./index.mjs#make",
      `${providerCode("x")} export const make = () => provider;`,
    ],
    [
      "a function that gives one later",
      "./index.mjs#make",
      `${providerCode("x")} export const make = async () => provider;`,
    ],
    ["the default export", "./index.mjs", `${providerCode("x")} export default provider;`],
    ["the only export", "./index.mjs", providerCode("x")],
    [
      "a plugin",
      "./index.mjs",
      `${providerCode("x")} export default { name: "x", version: "1.0.0", contributes: { providers: [provider] } };`,
    ],
    ["a list of providers", "./index.mjs", `${providerCode("x")} export default () => [provider];`],
    [
      "CommonJS",
      "./index.cjs#provider",
      `module.exports = { ${"provider"}: { category: "llm", name: "x", configSchema: { safeParse: (data) => ({ success: true, data }) }, create: async (config) => ({ made: "x", config, invoke() {}, stream() {} }) } };`,
    ],
  ])("takes %s", async (_, entry, code) => {
    const file = entry.split("#")[0] ?? "";
    const root = tempProject({
      "plugins/x/plugin.json": manifest("x", { entry }),
      [`plugins/x/${file}`]: code,
    });
    expect(await managerOf(root).createProvider("llm", "x", { a: 1 })).toMatchObject({
      made: "x",
      config: { a: 1 },
    });
  });

  it("tries again after a failure", async () => {
    const root = tempProject({
      ...pluginFiles("plugins/x", "x"),
      "plugins/x/index.mjs":
        "import 'later-there'; export const provider = (await import('later-there')).provider;",
    });
    const manager = managerOf(root);
    await expect(manager.get("x")).rejects.toMatchObject({ code: "PLUGIN_DEPENDENCY_MISSING" });
    expect(manager.diagnostics()).toHaveLength(1);
    await manager.discover();
    expect(manager.diagnostics()).toEqual([]);
  });

  it("fills an agent's registry as a source", async () => {
    const registry = createProviderRegistry([], {
      sources: [managerOf(tempProject(packageFiles("plugins/x", "x")))],
    });
    expect(await registry.find("llm", "x")).toMatchObject({ category: "llm", name: "x" });
    await expect(registry.find("llm", "xx")).rejects.toMatchObject({
      hint: expect.stringContaining('Did you mean "x"?'),
      details: { existing: ["x"] },
    });
  });

  it("says what exists when there is no such plugin or provider", async () => {
    const manager = managerOf(
      tempProject({ ...pluginFiles("plugins/acme", "acme"), ...pluginFiles("plugins/best", "best") }),
    );
    await expect(manager.get("acne")).rejects.toMatchObject({
      code: "PLUGIN_NOT_FOUND",
      message: "Plugin not found: acne",
      hint: 'Did you mean "acme"? Known: acme, best. To add it: npm install acne.',
    });
    await expect(manager.createProvider("llm", "openai")).rejects.toMatchObject({
      code: "PROVIDER_NOT_FOUND",
      hint: expect.stringContaining("npm install @pergola/llm-openai"),
      details: { existing: ["acme", "best"] },
    });
  });
});

describe("contributions of other kinds", () => {
  const withTool = (name: string, changed: object = {}) => ({
    [`plugins/${name}/plugin.json`]: {
      ...manifest(name),
      category: undefined,
      provider: undefined,
      contributes: { steps: ["shout"] },
      ...changed,
    },
    [`plugins/${name}/index.mjs`]: `${COUNTING}
export const provider = { name: "${name}", version: "1.0.0", contributes: { steps: [{ name: "shout", of: "${name}" }] } };`,
  });

  it("are named without loading, and one is loaded by its name", async () => {
    const manager = managerOf(tempProject({ ...withTool("a"), ...pluginFiles("plugins/x", "x") }));
    const before = loads();
    expect(await manager.contributionNames("steps" as never)).toEqual(["shout"]);
    expect(await manager.contribution("steps" as never, "whisper")).toBeUndefined();
    expect(loads()).toBe(before);
    expect(await manager.contribution("steps" as never, "shout")).toEqual({ name: "shout", of: "a" });
    expect(loads()).toBe(before + 1);
    expect(await manager.contributions("steps" as never)).toEqual([{ name: "shout", of: "a" }]);
  });

  it("are the first one's when two have a name, and the other one hears of it", async () => {
    const manager = managerOf(tempProject({ ...withTool("b"), ...withTool("a") }));
    expect(await manager.contribution("steps" as never, "shout")).toMatchObject({ of: "a" });
    expect(manager.diagnostics()).toMatchObject([
      {
        plugin: "b",
        code: "PLUGIN_SHADOWED",
        message: 'The steps "shout" of the plugin "b" is not used: the one of "a" comes first.',
      },
    ]);
  });

  it("of a plugin that cannot be used say why, unless another one has them", async () => {
    const broken = withTool("a", { engines: { pergola: ">=9" } });
    const alone = managerOf(tempProject(broken));
    await expect(alone.contribution("steps" as never, "shout")).rejects.toMatchObject({
      code: "PLUGIN_INCOMPATIBLE",
    });
    const both = managerOf(tempProject({ ...broken, ...withTool("b") }));
    expect(await both.contribution("steps" as never, "shout")).toMatchObject({ of: "b" });
  });

  it("that a plugin given in code has are found the same way", async () => {
    const manager = managerOf(tempProject());
    await manager.register(speech);
    expect(await manager.contributionNames("tools")).toEqual(["say"]);
    expect(await manager.contribution("tools", "say")).toBe(speech.contributes.tools[0]);
    expect(await manager.contribution("tools", "sing")).toBeUndefined();
  });
});

describe("the allow-list and the pins", () => {
  it("let through what they name, in the versions that they name", async () => {
    const root = tempProject({
      ...pluginFiles("plugins/@a/b", "@a/b"),
      ...pluginFiles("plugins/c", "c"),
      ...pluginFiles("plugins/d", "d"),
      ...pluginFiles("plugins/e", "e"),
    });
    const manager = managerOf(root, { allow: ["@a/b@^1.0.0", "c", "d@>=2", "e@nonsense"] });
    await manager.discover();
    expect(manager.list().map(({ name, status }) => `${name} ${status}`)).toEqual([
      "@a/b found",
      "c found",
      "d unusable",
      "e unusable",
    ]);
    expect(manager.diagnostics()).toMatchObject([
      { plugin: "d", code: "PLUGIN_NOT_ALLOWED" },
      { plugin: "e", code: "PLUGIN_NOT_ALLOWED" },
    ]);
    await expect(manager.get("d")).rejects.toMatchObject({
      code: "PLUGIN_NOT_ALLOWED",
      hint: expect.stringContaining('"d@1.0.0"'),
    });
  });

  it("notice any change of any file, before code runs", async () => {
    const root = tempProject({ ...pluginFiles("plugins/x", "x"), "plugins/x/lib/a.mjs": "1" });
    const directory = join(root, "plugins/x");
    const pin = await pluginIntegrity(directory);
    expect(pin).toMatch(/^sha512-[\w+/]{86}==$/);
    const broken = async () => {
      const manager = managerOf(root, { integrity: { x: pin } });
      return manager.get("x").then(
        () => false,
        ({ code }) => code === "PLUGIN_INTEGRITY_MISMATCH",
      );
    };
    addFiles(root, { "plugins/x/node_modules/dep/index.js": "not its own" });
    expect(await broken()).toBe(false);
    addFiles(root, { "plugins/x/lib/a.mjs": "2" });
    expect(await broken()).toBe(true);
    addFiles(root, { "plugins/x/lib/a.mjs": "1", "plugins/x/lib/b.mjs": "" });
    expect(await broken()).toBe(true);
  });

  it("cover every folder but those at the top that a package manager pins, and allow no entry in these", async () => {
    const hidden = { entry: "./node_modules/dep/index.mjs#provider" };
    const root = tempProject({
      ...pluginFiles("plugins/x", "x"),
      "plugins/x/lib/node_modules/a.mjs": "1",
      ...pluginFiles("plugins/y", "y", hidden),
      "plugins/y/node_modules/dep/index.mjs": providerCode("y"),
    });
    const [x, y] = [
      await pluginIntegrity(join(root, "plugins/x")),
      await pluginIntegrity(join(root, "plugins/y")),
    ];
    addFiles(root, { "plugins/x/lib/node_modules/a.mjs": "2" });
    const manager = managerOf(root, { integrity: { x, y } });
    await expect(manager.get("x")).rejects.toMatchObject({ code: "PLUGIN_INTEGRITY_MISMATCH" });
    await expect(manager.get("y")).rejects.toMatchObject({ code: "PLUGIN_UNREADABLE" });
    expect((await managerOf(root).get("y")).name).toBe("y");
  });

  it("tell a moved boundary between name and content", async () => {
    const one = tempProject({ a: "b\n", c: "" });
    const other = tempProject({ a: "b\nc", d: "" });
    expect(await pluginIntegrity(one)).not.toBe(await pluginIntegrity(other));
  });

  it("hold only files", async () => {
    const root = tempProject(pluginFiles("x", "x"));
    symlinkSync("/etc/hostname", join(root, "x/link"));
    await expect(pluginIntegrity(join(root, "x"))).rejects.toMatchObject({ code: "PLUGIN_UNREADABLE" });
  });
});

describe("unload and close", () => {
  it("forget a plugin until it is found again", async () => {
    const manager = managerOf(tempProject(pluginFiles("plugins/x", "x")));
    await manager.get("x");
    expect([await manager.unload("x"), await manager.unload("x")]).toEqual([true, false]);
    await expect(manager.get("x")).rejects.toMatchObject({ code: "PLUGIN_NOT_FOUND" });
    await manager.discover();
    expect(manager.list()).toMatchObject([{ name: "x", status: "found" }]);
    expect(await manager.get("x")).toMatchObject({ name: "x" });
  });

  it("may be called twice, and end everything", async () => {
    const manager = managerOf(tempProject(pluginFiles("plugins/x", "x")));
    const discovering = manager.discover();
    await Promise.all([
      expect(discovering).rejects.toMatchObject({ code: "PLUGIN_MANAGER_CLOSED" }),
      manager.close(),
      manager.close(),
    ]);
    await manager[Symbol.asyncDispose]();
    const calls = [
      manager.discover(),
      manager.get("x"),
      manager.names("llm"),
      manager.load("llm", "x"),
      manager.createProvider("llm", "x"),
      manager.register(speech),
      manager.unload("x"),
      manager.contributions("tools"),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: "PLUGIN_MANAGER_CLOSED" });
  });
});
