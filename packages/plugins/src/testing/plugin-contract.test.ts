import { describe, expect, it } from "vitest";
import { z } from "zod";
import { definePlugin } from "../define-plugin.ts";
import type { ProviderFactory } from "../index.ts";
import { tempProject } from "../temp-project.test-helper.ts";
import { manifestDefects } from "./manifest-defects.ts";
import { packageDefects } from "./package-defects.ts";
import { providerDefects } from "./provider-defects.ts";

const sound = {
  category: "tts" as never,
  name: "bell",
  configSchema: z.strictObject({ pitch: z.number().optional(), apiKey: z.string().optional() }),
  create: async () => ({}) as never,
} satisfies ProviderFactory;

const plugin = definePlugin({ name: "bells", version: "1.0.0", contributes: { providers: [sound] } });

const packageJson = {
  name: "bells",
  version: "1.0.0",
  type: "module",
  license: "MIT",
  files: ["dist"],
  pergola: {
    category: "tts",
    provider: "bell",
    entry: "./dist/index.js#plugin",
    engines: { pergola: ">=0.0.0" },
  },
};
const readme = "# bells\n\n## Install\n\n## Use\n\n## Options\n\n`pitch` and `apiKey`\n";

const folder = (changed: object = {}, text: string | undefined = readme) =>
  tempProject({ "package.json": { ...packageJson, ...changed }, "README.md": text });

const pergola = (changed: object) => ({ pergola: { ...packageJson.pergola, ...changed } });

describe("the manifest", () => {
  it("passes when it is right", async () => {
    expect(await manifestDefects({ plugin, directory: folder() })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["another version", { version: "1.0.1" }, 'The manifest says version "1.0.1", the code "1.0.0".'],
    ["another name", { name: "bell" }, 'The manifest says name "bell", the code "bells".'],
    [
      "another provider",
      pergola({ provider: "gong" }),
      "The code lacks what the manifest announces: providers tts/gong.",
    ],
    ["nothing of a provider", pergola({ provider: "gong" }), "does not announce: providers tts/bell."],
    ["a wrong key", pergola({ colour: "red" }), "colour"],
    ["no field", { pergola: undefined }, 'no package.json with a "pergola" field'],
  ])("fails with %s", async (_, changed, message) => {
    expect((await manifestDefects({ plugin, directory: folder(changed) })).join("\n")).toContain(message);
  });
});

describe("the package", () => {
  it("passes when it is right", async () => {
    expect(await packageDefects({ plugin, directory: folder() })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["CommonJS", { type: "commonjs" }, '"type": "module"'],
    ["no licence", { license: undefined }, "no license"],
    ["an entry that is not published", { files: ["lib"] }, 'add "dist"'],
    ["a zod of its own", { dependencies: { zod: "4" } }, "zod is a dependency"],
  ])("fails with %s", async (_, changed, message) => {
    expect((await packageDefects({ plugin, directory: folder(changed) })).join("\n")).toContain(message);
  });

  it("fails without a section of the README, and without an option in it", async () => {
    const lacking = readme.replace("## Use", "## Usage").replace("`pitch`", "pitch");
    expect(await packageDefects({ plugin, directory: folder({}, lacking) })).toEqual([
      'README.md has no section "## Use".',
      'README.md does not name the option `pitch` under "## Options".',
    ]);
  });
});

describe("a provider", () => {
  const defects = (changed: Partial<ProviderFactory>, wrong?: unknown) =>
    providerDefects({ ...sound, ...changed }, { config: { pitch: 1, apiKey: "k-1234" }, wrong });

  it("passes when it is right", async () => {
    expect(await defects({})).toEqual([]);
  });

  it.each<[string, Partial<ProviderFactory>, string]>([
    ["takes anything", { configSchema: z.any() }, "takes the config that is wrong"],
    ["refuses what is right", { configSchema: z.strictObject({}) }, "refuses the config that is right"],
    [
      "has a check that throws",
      { validateConfig: (config) => [(config as { pitch: string }).pitch].flatMap(() => []) },
      "validateConfig throws on null",
    ],
    ["shows its key", { describe: (config) => JSON.stringify(config) }, "shows the value of apiKey"],
    ["describes in two lines", { describe: () => "a\nb" }, "no single line"],
    ["makes nothing", { create: async () => undefined as never }, "gave nothing; expected an object"],
    ["does not make", { create: () => Promise.reject(new Error("No.")) }, "throws: No."],
    [
      "closes once",
      {
        create: async () => {
          let isOpen = true;
          return {
            close() {
              if (!isOpen) throw new Error("Closed already.");
              isOpen = false;
            },
          } as never;
        },
      },
      "Closed already.",
    ],
  ])("fails when it %s", async (_, changed, message) => {
    expect((await defects(changed)).join("\n")).toContain(message);
  });
});
