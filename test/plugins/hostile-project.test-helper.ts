import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const manifest = (name: string, changed: object = {}) => ({
  name,
  version: "1.0.0",
  category: "llm",
  provider: name,
  entry: "./index.mjs#provider",
  engines: { pergola: ">=0.0.0" },
  ...changed,
});

/** A model that says its provider's name. */
const code = (name: string, before = "") => `${before}
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { z } from "zod";
export const provider = {
  category: "llm", name: "${name}", configSchema: z.looseObject({}),
  create: async () => new FakeListChatModel({ responses: ["${name}"] }),
};
`;

const plugin = (name: string, changed: object = {}, text = code(name)) => ({
  [`plugins/${name}/plugin.json`]: JSON.stringify(manifest(name, changed)),
  [`plugins/${name}/index.mjs`]: text,
});

/** Says in \`written\` that it ran. */
const WRITES = `import { writeFileSync } from "node:fs"; writeFileSync(new URL("../../written", import.meta.url), "ran");`;

/** A project with one plugin that is well, and one of every sort that is not. */
const FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ dependencies: { twice: "1.0.0", absent: "1.0.0" } }),
  ...plugin("good"),
  ...plugin("circle-a", { requires: { "circle-b": "*" } }),
  ...plugin("circle-b", { requires: { "circle-a": "*" } }),
  ...plugin("bad-export", {}, "export const provider = 42;"),
  ...plugin("leaves", { entry: "./../../outside.mjs#provider" }),
  ...plugin("linked"),
  ...plugin("too-new", { engines: { pergola: ">=99" } }),
  ...plugin("throws", {}, 'throw new TypeError("It throws.");'),
  ...plugin("hangs", {}, "await new Promise(() => {});"),
  ...plugin("twice"),
  "node_modules/twice/package.json": JSON.stringify({ pergola: manifest("twice") }),
  "node_modules/twice/index.mjs": code("twice", 'throw new Error("The second one.");'),
  ...plugin("huge", { description: "a".repeat(300_000) }),
  ...plugin("pollutes"),
  "plugins/pollutes/plugin.json": JSON.stringify(manifest("pollutes")).replace(
    '"name"',
    '"__proto__": { "polluted": true }, "name"',
  ),
  ...plugin("no-json"),
  "plugins/no-json/plugin.json": '{ "name": "no-json", }',
  ...plugin("writes", {}, code("writes", WRITES)),
  "outside.mjs": code("outside", WRITES),
};

/** A folder, and how to remove it. */
export interface HostileProject extends AsyncDisposable {
  readonly folder: string;
}

/** Beside this file, so that what is well finds LangChain and zod the way Node looks for them. */
export async function hostileProject(): Promise<HostileProject> {
  const folder = await mkdtemp(join(import.meta.dirname, ".project-"));
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await rm(join(folder, "plugins/linked/index.mjs"));
  await symlink("../../outside.mjs", join(folder, "plugins/linked/index.mjs"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
