import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addFiles, managerOf, packageFiles, pluginFiles, tempProject } from "./temp-project.test-helper.ts";

const found = async (root: string) => {
  const manager = managerOf(root);
  const infos = await manager.discover();
  return { manager, infos, names: infos.map(({ name, origin, status }) => `${origin} ${name} ${status}`) };
};

describe("discovery", () => {
  it("looks in the project's folder, its dependencies and the user's folder, in this order", async () => {
    const root = tempProject({
      ...pluginFiles("home/a-user", "a-user"),
      ...pluginFiles("home/@acme/scoped", "@acme/scoped"),
      ...packageFiles("node_modules/b-dependency", "b-dependency"),
      ...packageFiles("node_modules/@acme/tts", "@acme/tts"),
      ...packageFiles("plugins/c-folder", "c-folder"),
      "package.json": {
        dependencies: { "b-dependency": "1" },
        devDependencies: { "@acme/tts": "1", zod: "4", "not-installed": "1" },
      },
      "node_modules/zod/package.json": { name: "zod", version: "4.0.0" },
      "node_modules/stranger/package.json": packageFiles("x", "stranger")["x/package.json"] ?? {},
    });
    expect((await found(root)).names).toEqual([
      "folder c-folder found",
      "dependency @acme/tts found",
      "dependency b-dependency found",
      "user @acme/scoped found",
      "user a-user found",
    ]);
  });

  it("tells by kind what a plugin announces besides providers, without loading it", async () => {
    const root = tempProject(
      pluginFiles("plugins/acme", "acme", { contributes: { tools: ["weather"], steps: ["morse", "shout"] } }),
    );
    expect((await found(root)).infos).toMatchObject([
      {
        status: "found",
        providers: [{ category: "llm", name: "acme" }],
        contributes: { tools: ["weather"], steps: ["morse", "shout"] },
      },
    ]);
  });

  it.each(["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"])(
    "takes %s",
    async (field) => {
      const root = tempProject({
        ...packageFiles("node_modules/acme", "acme"),
        "package.json": { [field]: { acme: "1" } },
      });
      expect((await found(root)).names).toEqual(["dependency acme found"]);
    },
  );

  it("is quiet about everything that is not there", async () => {
    const { manager, infos } = await found(join(tempProject(), "no/such/folder"));
    expect([infos, manager.diagnostics()]).toEqual([[], []]);
    const empty = tempProject({
      "package.json": "{ broken",
      "plugins/readme.txt": "hello",
      "plugins/empty/readme.txt": "hello",
      "plugins/plain/package.json": { name: "plain" },
      "plugins/folder/plugin.json/readme.txt": "hello",
    });
    symlinkSync(join(empty, "nowhere"), join(empty, "plugins/dangling"));
    symlinkSync("loop", join(empty, "plugins/loop"));
    const second = await found(empty);
    expect([second.infos, second.manager.diagnostics()]).toEqual([[], []]);
  });

  it("finds what pnpm links, what is hoisted, and packages of a workspace, from a folder deep inside", async () => {
    const root = tempProject({
      "package.json": { private: true },
      ...packageFiles("node_modules/.pnpm/linked@1.0.0/node_modules/linked", "linked"),
      ...packageFiles("node_modules/hoisted", "hoisted"),
      ...packageFiles("packages/sibling", "sibling"),
      "packages/app/package.json": { dependencies: { linked: "1", hoisted: "1", sibling: "workspace:*" } },
      "packages/app/src/deep/file.ts": "",
    });
    mkdirSync(join(root, "packages/app/node_modules"));
    symlinkSync(
      "../../../node_modules/.pnpm/linked@1.0.0/node_modules/linked",
      join(root, "packages/app/node_modules/linked"),
    );
    symlinkSync("../../sibling", join(root, "packages/app/node_modules/sibling"));
    const { infos, manager } = await found(join(root, "packages/app/src/deep"));
    expect(infos.map(({ name, directory }) => [name, directory])).toEqual([
      ["hoisted", join(root, "node_modules/hoisted")],
      ["linked", join(root, "node_modules/.pnpm/linked@1.0.0/node_modules/linked")],
      ["sibling", join(root, "packages/sibling")],
    ]);
    expect(await manager.createProvider("llm", "linked")).toMatchObject({ made: "linked" });
  });

  it("takes the nearest of two installed versions, as Node does", async () => {
    const root = tempProject({
      ...packageFiles("node_modules/acme", "acme", { description: "far" }),
      ...packageFiles("app/node_modules/acme", "acme", { description: "near" }),
      "app/package.json": { dependencies: { acme: "1" } },
    });
    expect((await found(join(root, "app"))).infos).toMatchObject([{ description: "near" }]);
  });

  it("lets no name of a dependency lead elsewhere", async () => {
    const names = ["../evil", "..", ".", "/evil", "@x/../../evil", "a/../../evil", "evil\\..", ""];
    const root = tempProject({
      ...packageFiles("evil", "evil"),
      ...packageFiles("app/evil", "evil"),
      "app/node_modules/x/readme": "",
      "app/package.json": { dependencies: Object.fromEntries(names.map((name) => [name, "1"])) },
    });
    expect((await found(join(root, "app"))).infos).toEqual([]);
  });

  it("looks for one package alone, also one that the project does not name", async () => {
    const root = tempProject({
      ...packageFiles("node_modules/one", "one"),
      ...packageFiles("node_modules/two", "two"),
      ...pluginFiles("plugins/three", "three"),
      "package.json": { dependencies: { one: "1" } },
    });
    const manager = managerOf(root);
    expect(await manager.discover({ packageName: "two" })).toMatchObject([
      { name: "two", origin: "dependency" },
    ]);
    expect(await manager.discover({ packageName: "three" })).toMatchObject([
      { name: "three", origin: "folder" },
    ]);
    expect(await manager.discover({ packageName: "four" })).toEqual([]);
    expect(manager.list().map(({ name }) => name)).toEqual(["three", "two"]);
    expect(await manager.names("llm")).toEqual(["three", "one", "two"]);
  });

  it("finds again what has changed", async () => {
    const root = tempProject(pluginFiles("plugins/one", "one", { entry: "./missing.mjs" }));
    const { manager, names } = await found(root);
    expect(names).toEqual(["folder one unusable"]);
    addFiles(root, pluginFiles("plugins/one", "one"));
    expect(await manager.discover()).toMatchObject([{ status: "found" }]);
    expect(manager.diagnostics()).toEqual([]);
  });

  it("ends by its signal", async () => {
    const manager = managerOf(tempProject(pluginFiles("plugins/one", "one")));
    await expect(manager.discover({ signal: AbortSignal.abort(new Error("Enough.")) })).rejects.toThrow(
      "Enough.",
    );
    expect(await manager.discover()).toHaveLength(1);
  });
});
