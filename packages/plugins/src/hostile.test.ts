import { execFileSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import type { PluginManagerOptions } from "./manager/plugin-manager-options.ts";
import {
  addFiles,
  managerOf,
  manifest,
  packageFiles,
  pluginFiles,
  providerCode,
  tempProject,
} from "./temp-project.test-helper.ts";

/** A project with a plugin that is well, before and after the hostile ones in every order. */
function projectWith(files: Readonly<Record<string, string | object>>): string {
  return tempProject({
    ...pluginFiles("plugins/a-good", "a-good"),
    ...pluginFiles("plugins/z-good", "z-good"),
    ...packageFiles("node_modules/dependency", "dependency"),
    ...pluginFiles("home/user", "user"),
    "package.json": { dependencies: { dependency: "1" } },
    ...files,
  });
}

/** Everybody else works, and each diagnostic is about the plugin that was meant. */
async function othersWork(root: string, options?: PluginManagerOptions) {
  const manager = managerOf(root, options);
  for (const name of ["a-good", "z-good", "dependency", "user"])
    expect(await manager.createProvider("llm", name, { n: 1 })).toMatchObject({
      made: name,
      config: { n: 1 },
    });
  return manager;
}

describe("a hostile plugin has its own diagnostic and hides nobody", () => {
  it("a circle of requirements", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/b", "b", { requires: { c: "*" } }),
      ...pluginFiles("plugins/c", "c", { requires: { d: "^1.0.0" } }),
      ...pluginFiles("plugins/d", "d", { requires: { b: "*" } }),
      ...pluginFiles("plugins/e", "e", { requires: { b: "*", "a-good": "*" } }),
      ...pluginFiles("plugins/f", "f", { requires: { f: "*" } }),
    });
    const manager = await othersWork(root);
    expect(manager.diagnostics().map(({ plugin, code, message }) => [plugin, code, message])).toEqual([
      ["b", "PLUGIN_CYCLE", "Plugins need each other in a circle: b → c → d → b."],
      ["c", "PLUGIN_CYCLE", "Plugins need each other in a circle: c → d → b → c."],
      ["d", "PLUGIN_CYCLE", "Plugins need each other in a circle: d → b → c → d."],
      ["e", "PLUGIN_REQUIREMENT_MISSING", expect.stringContaining('needs the plugin "b"')],
      ["f", "PLUGIN_CYCLE", "Plugins need each other in a circle: f → f."],
    ]);
    await expect(manager.get("b")).rejects.toMatchObject({
      code: "PLUGIN_CYCLE",
      details: { cycle: ["b", "c", "d", "b"] },
    });
    await expect(manager.createProvider("llm", "e")).rejects.toMatchObject({
      code: "PLUGIN_REQUIREMENT_MISSING",
    });
  });

  it.each([
    ["nothing of that name", "export const other = 1;", 'has no export "provider"; it exports other'],
    ["nothing", "export {};", 'has no export "provider"; it exports nothing'],
    ["a number", "export const provider = 42;", "exports no plugin and no provider: it is a number"],
    ["null", "export const provider = null;", "it is null"],
    [
      "half a provider",
      "export const provider = { category: 'llm', name: 'x' };",
      "it is an object with category, name",
    ],
    [
      "half a plugin",
      "export const provider = { contributes: { providers: [{ name: 'x' }] } };",
      "contributes.providers[0] lacks category (a text), configSchema (a zod schema), create (a function)",
    ],
    [
      "a plugin with a misspelled kind",
      "export const provider = { name: 'x', version: '1', contributes: { provider: [] } };",
      'did you mean "providers"?',
    ],
    [
      "another provider than announced",
      providerCode("other"),
      "announces providers llm/x, and its code has providers llm/other",
    ],
    ["a function that gives none", "export const provider = () => 'hello';", "it is a string"],
  ])("a bad export: %s", async (_, code, message) => {
    const root = projectWith({ ...pluginFiles("plugins/x", "x"), "plugins/x/index.mjs": code });
    const manager = await othersWork(root);
    await expect(manager.createProvider("llm", "x")).rejects.toMatchObject({
      code: "PLUGIN_BAD_EXPORT",
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
    expect(manager.diagnostics()).toMatchObject([
      {
        severity: "error",
        plugin: "x",
        code: "PLUGIN_BAD_EXPORT",
        file: join(root, "plugins/x/plugin.json"),
      },
    ]);
  });

  it("a path that leaves the folder", async () => {
    const root = projectWith({
      "plugins/x/plugin.json": manifest("x", { entry: "./../../outside.mjs#provider" }),
      "outside.mjs": providerCode("x"),
    });
    const manager = await othersWork(root);
    await expect(manager.createProvider("llm", "x")).rejects.toMatchObject({
      code: "PLUGIN_MANIFEST_INVALID",
    });
    expect(manager.diagnostics()).toMatchObject([
      {
        plugin: "x",
        line: 6,
        column: 3,
        message: expect.stringContaining("./../../outside.mjs"),
        file: join(root, "plugins/x/plugin.json"),
      },
    ]);
  });

  it.each(["the file", "a folder on the way"])("a symbolic link out of its folder: %s", async (which) => {
    const root = projectWith({
      "plugins/x/plugin.json": manifest("x", { entry: "./dist/index.mjs#provider" }),
      "plugins/x/dist-of/readme": "",
      "outside/index.mjs": providerCode("x"),
    });
    if (which === "the file") {
      addFiles(root, { "plugins/x/dist/readme": "" });
      symlinkSync(join(root, "outside/index.mjs"), join(root, "plugins/x/dist/index.mjs"));
    } else symlinkSync("../../outside", join(root, "plugins/x/dist"));
    const manager = await othersWork(root);
    expect(manager.diagnostics()).toMatchObject([
      {
        plugin: "x",
        code: "PLUGIN_ENTRY_ESCAPES",
        message: expect.stringContaining(join(root, "outside/index.mjs")),
      },
    ]);
    await expect(manager.createProvider("llm", "x")).rejects.toMatchObject({ code: "PLUGIN_ENTRY_ESCAPES" });
  });

  it("a link that is put in the place of the entry after discovery", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x"),
      "outside.mjs": `${providerCode("x")}throw new Error("ran");`,
    });
    const manager = await othersWork(root);
    expect(manager.diagnostics()).toEqual([]);
    rmSync(join(root, "plugins/x/index.mjs"));
    symlinkSync(join(root, "outside.mjs"), join(root, "plugins/x/index.mjs"));
    await expect(manager.createProvider("llm", "x")).rejects.toMatchObject({ code: "PLUGIN_ENTRY_ESCAPES" });
  });

  it("a version of Pergola that does not fit", async () => {
    const root = projectWith(pluginFiles("plugins/x", "x", { engines: { pergola: "^2.0.0" } }));
    const manager = await othersWork(root);
    expect(manager.diagnostics()).toMatchObject([
      {
        plugin: "x",
        code: "PLUGIN_INCOMPATIBLE",
        message: 'The plugin "x" is for Pergola ^2.0.0; this is 1.0.0.',
      },
    ]);
    await expect(manager.get("x")).rejects.toMatchObject({ code: "PLUGIN_INCOMPATIBLE" });
  });

  it("a version of another plugin that does not fit", async () => {
    const manager = await othersWork(
      projectWith(pluginFiles("plugins/x", "x", { requires: { "a-good": ">=2" } })),
    );
    expect(manager.diagnostics()).toMatchObject([
      {
        plugin: "x",
        code: "PLUGIN_INCOMPATIBLE",
        message: 'The plugin "x" needs the plugin "a-good" >=2; found is 1.0.0.',
      },
    ]);
  });

  it.each([
    ["the module throws it", (it: string) => `throw ${it};`],
    ["it is the export", (it: string) => `export const provider = ${it};`],
    ["the exported function throws it", (it: string) => `export const provider = () => { throw ${it}; };`],
    ["the exported function gives it", (it: string) => `export const provider = () => ${it};`],
    ["it comes when the module is looked at", (it: string) => `export const then = (go) => go(${it});`],
  ])("something that throws whenever it is looked at: %s", async (_, code) => {
    const thrower = "() => { throw new Proxy({}, { get() { throw undefined; }, has() { throw null; } }); }";
    const traps = ["get", "has", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"];
    const nasty = `new Proxy({}, { ${traps.map((trap) => `${trap}: ${thrower}`).join(", ")} })`;
    const root = projectWith({ ...pluginFiles("plugins/x", "x"), "plugins/x/index.mjs": code(nasty) });
    const manager = await othersWork(root);
    await expect(manager.get("x")).rejects.toMatchObject({
      code: expect.stringMatching(/^PLUGIN_(?:LOAD_FAILED|BAD_EXPORT)$/),
      message: expect.stringContaining('The plugin "x" was found but failed to load'),
    });
    expect(manager.diagnostics()).toMatchObject([{ plugin: "x" }]);
  });

  it.runIf(process.platform !== "win32")("an entry that is a pipe or a folder is not imported", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x"),
      ...pluginFiles("plugins/y", "y"),
      "plugins/z/plugin.json": manifest("z"),
      "plugins/z/index.mjs/file": "",
    });
    for (const name of ["x", "y"]) rmSync(join(root, `plugins/${name}/index.mjs`));
    execFileSync("mkfifo", [join(root, "plugins/x/index.mjs"), join(root, "plugins/pipe.mjs")]);
    symlinkSync("../pipe.mjs", join(root, "plugins/y/index.mjs"));
    const manager = await othersWork(root);
    expect(manager.diagnostics().map(({ plugin, code }) => [plugin, code])).toEqual([
      ["x", "PLUGIN_ENTRY_MISSING"],
      ["y", "PLUGIN_ENTRY_ESCAPES"],
      ["z", "PLUGIN_ENTRY_MISSING"],
    ]);
    const later = managerOf(root);
    await later.discover();
    rmSync(join(root, "plugins/a-good/index.mjs"));
    execFileSync("mkfifo", [join(root, "plugins/a-good/index.mjs")]);
    await expect(later.get("a-good")).rejects.toMatchObject({ code: "PLUGIN_ENTRY_MISSING" });
  });

  it("names that are too long or look like others are not shown", async () => {
    const names = ["оpenai", "\u001b[31mred", "y".repeat(300), ""];
    const root = projectWith(
      Object.assign(
        {},
        ...names.map((name, index) => ({ [`plugins/n${index}/plugin.json`]: manifest("x", { name }) })),
      ),
    );
    const manager = await othersWork(root);
    const told = new Set(manager.diagnostics().map(({ plugin }) => plugin));
    expect([...told]).toEqual(names.map((_, index) => `n${index}`));
  });

  it("a thousand that need each other in a row, behind a circle and without an end", async () => {
    const files = Array.from({ length: 500 }, (_, index) => [
      [
        `plugins/row${index}/plugin.json`,
        manifest(`row${index}`, { requires: { [`row${index + 1}`]: "*" } }),
      ],
      [
        `plugins/back${index}/plugin.json`,
        manifest(`back${index}`, { requires: { [`back${Math.max(0, index - 1)}`]: "*" } }),
      ],
    ]).flat();
    const entries = files.map(([path]) => [String(path).replace("plugin.json", "index.mjs"), ""]);
    const manager = managerOf(tempProject(Object.fromEntries([...files, ...entries])));
    const start = performance.now();
    await manager.discover();
    // Generous: it takes a small part of it, and took minutes.
    expect(performance.now() - start).toBeLessThan(5_000);
    const codes = Map.groupBy(manager.diagnostics(), ({ code }) => code);
    expect([codes.get("PLUGIN_CYCLE")?.length, codes.get("PLUGIN_REQUIREMENT_MISSING")?.length]).toEqual([
      1, 999,
    ]);
  }, 30_000);

  it("an import that throws keeps what it threw", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x"),
      "plugins/x/index.mjs": "throw new TypeError('Boom.');",
    });
    const manager = await othersWork(root);
    await expect(manager.createProvider("llm", "x")).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      message: 'The plugin "x" was found but failed to load: Boom.',
      cause: { name: "TypeError", message: "Boom." },
    });
    expect(manager.diagnostics()).toMatchObject([{ plugin: "x", code: "PLUGIN_LOAD_FAILED" }]);
    expect(manager.list().find(({ name }) => name === "x")?.status).toBe("found");
  });

  it("an import that hangs ends at the time limit, by signal, and by close()", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x"),
      "plugins/x/index.mjs": "globalThis.pergolaHangs.resolve(); await new Promise(() => {});",
    });
    const hangs = Promise.withResolvers<void>();
    Object.assign(globalThis, { pergolaHangs: hangs });
    const clock = createVirtualClock();
    const manager = await othersWork(root, { clock, loadTimeoutMs: 500 });
    const stop = new AbortController();
    const stopped = manager.createProvider("llm", "x", {}, { signal: stop.signal });
    const timedOut = manager.get("x");
    await hangs.promise;
    stop.abort(new Error("No time."));
    await expect(stopped).rejects.toThrow("No time.");
    expect(clock.now()).toBe(0);
    const told = { code: "PLUGIN_LOAD_TIMEOUT", message: expect.stringContaining("500 ms") };
    await Promise.all([expect(timedOut).rejects.toMatchObject(told), clock.advance(500)]);
    expect(clock.pendingTimers).toBe(0);
    expect(manager.diagnostics()).toMatchObject([{ plugin: "x", code: "PLUGIN_LOAD_TIMEOUT" }]);
    const closed = manager.get("x");
    await Promise.all([
      expect(closed).rejects.toMatchObject({ code: "PLUGIN_MANAGER_CLOSED" }),
      manager.close(),
    ]);
  });

  it("a name, a folder or a provider twice: the first one counts", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x", { description: "first" }),
      ...packageFiles("node_modules/x", "x", { description: "second" }),
      ...pluginFiles("home/x", "x", { description: "third" }),
      ...pluginFiles("plugins/y", "y", { category: "llm", provider: "x" }),
      "package.json": { dependencies: { dependency: "1", x: "1" } },
    });
    const manager = await othersWork(root);
    expect(await manager.createProvider("llm", "x")).toMatchObject({ made: "x" });
    expect(
      manager
        .list()
        .filter(({ name }) => name === "x")
        .map(({ status, description }) => `${status} ${description}`),
    ).toEqual(["loaded first", "shadowed second", "shadowed third"]);
    expect(manager.diagnostics().map(({ severity, code, message }) => [severity, code, message])).toEqual([
      [
        "warning",
        "PLUGIN_SHADOWED",
        `The plugin "x" in ${join(root, "node_modules/x")} is not used: ${join(root, "plugins/x")} comes first.`,
      ],
      [
        "warning",
        "PLUGIN_SHADOWED",
        `The plugin "x" in ${join(root, "home/x")} is not used: ${join(root, "plugins/x")} comes first.`,
      ],
      [
        "warning",
        "PLUGIN_SHADOWED",
        'The provider llm/x of the plugin "y" is not used: the one of "x" comes first.',
      ],
    ]);
  });

  it("does not shadow a sound plugin with a broken one of its name", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x", { engines: { pergola: "^9.0.0" } }),
      ...pluginFiles("plugins/y", "y", { provider: "x", colour: "red" }),
      ...pluginFiles("home/x", "x"),
    });
    const manager = await othersWork(root);
    expect(await manager.createProvider("llm", "x")).toMatchObject({ made: "x" });
    expect(manager.diagnostics().map(({ code }) => code)).toEqual([
      "PLUGIN_INCOMPATIBLE",
      "PLUGIN_MANIFEST_INVALID",
    ]);
  });

  it.each(["plugin.json", "package.json"])("a huge %s is not read to its end", async (file) => {
    const root = projectWith({});
    const head = '{ "name": "x", "pergola": {}, "description": "';
    addFiles(root, { [`plugins/x/${file}`]: head + "a".repeat(8_000_000) });
    addFiles(root, { "plugins/quiet/package.json": `{ "name": "${"b".repeat(8_000_000)}" }` });
    const manager = await othersWork(root);
    expect(manager.diagnostics()).toMatchObject([
      { plugin: "x", code: "PLUGIN_MANIFEST_TOO_LARGE", file: join(root, "plugins/x", file) },
    ]);
  });

  it("keys that would change the prototype of everything", async () => {
    const text = JSON.stringify(manifest("x", { configSchema: { MARK: { polluted: true } } })).replace(
      "MARK",
      "__proto__",
    );
    const manager = await othersWork(projectWith({ "plugins/x/plugin.json": text }));
    expect(manager.diagnostics()).toMatchObject([
      {
        plugin: "x",
        code: "PLUGIN_MANIFEST_INVALID",
        line: 1,
        message: expect.stringContaining('"__proto__" is not allowed'),
      },
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.runIf(process.platform === "linux")(
    "a manifest that is a pipe, a device or a folder holds nobody",
    async () => {
      const root = projectWith({
        "plugins/folder/plugin.json/x": "",
        "plugins/pipe/x": "",
        "plugins/device/x": "",
      });
      execFileSync("mkfifo", [join(root, "plugins/pipe/plugin.json")]);
      symlinkSync("/dev/zero", join(root, "plugins/device/plugin.json"));
      const manager = await othersWork(root);
      expect(manager.diagnostics()).toEqual([]);
    },
  );

  it("a package that it imports and that is not installed", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x"),
      ...packageFiles("node_modules/y", "y"),
      "plugins/x/index.mjs": "import '@left/pad/deep';",
      "node_modules/y/index.mjs":
        "import { createRequire } from 'node:module'; createRequire(import.meta.url)('left-pad');",
      "package.json": { dependencies: { dependency: "1", y: "1" } },
    });
    const manager = await othersWork(root);
    await expect(manager.get("x")).rejects.toMatchObject({
      code: "PLUGIN_DEPENDENCY_MISSING",
      message:
        'The plugin "x" was found but failed to load: it imports the package "@left/pad", which is not installed.',
      hint: `If the dependencies in its package.json have it, run: npx pergola plugin install ${join(root, "plugins/x")} (else add it there first)`,
      cause: expect.anything(),
    });
    await expect(manager.get("y")).rejects.toMatchObject({
      code: "PLUGIN_DEPENDENCY_MISSING",
      hint: "Run: npm install left-pad",
    });
  });

  it("a file of its own that is missing is no missing package", async () => {
    const root = projectWith({
      ...pluginFiles("plugins/x", "x"),
      "plugins/x/index.mjs": "import './gone.mjs';",
    });
    await expect((await othersWork(root)).get("x")).rejects.toMatchObject({
      code: "PLUGIN_LOAD_FAILED",
      message: expect.stringContaining("gone.mjs"),
    });
  });

  it("an entry that is not there", async () => {
    const manager = await othersWork(projectWith({ "plugins/x/plugin.json": manifest("x") }));
    expect(manager.diagnostics()).toMatchObject([
      { plugin: "x", code: "PLUGIN_ENTRY_MISSING", hint: expect.stringContaining("Build") },
    ]);
  });
});

describe("discovery runs nothing", () => {
  it("of a plugin that writes a file when it is imported", async () => {
    const root = tempProject(pluginFiles("plugins/x", "x"));
    const written = join(root, "written");
    writeFileSync(
      join(root, "plugins/x/index.mjs"),
      `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(written)}, ""); ${providerCode("x")}`,
    );
    const manager = managerOf(root);
    await manager.discover();
    await manager.names("llm");
    await expect(manager.get("y")).rejects.toMatchObject({ code: "PLUGIN_NOT_FOUND" });
    expect([existsSync(written), manager.list()[0]?.status]).toEqual([false, "found"]);
    await manager.get("x");
    expect([existsSync(written), manager.list()[0]?.status]).toEqual([true, "loaded"]);
  });
});
