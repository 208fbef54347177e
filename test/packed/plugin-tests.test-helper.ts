import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { startVendorServer } from "@pergola/resources/testing";
import { beforeAll, expect, test } from "vitest";
import { compileOutside, mustRunOutside } from "./outside.test-helper.ts";
import {
  inRepository,
  loadedFiles,
  type PackedProject,
  RECORD_IMPORTS,
} from "./packed-project.test-helper.ts";
import { type BuiltPlugin, buildPlugin, folderForAuthors } from "./plugin-author.test-helper.ts";

/** Plugins that others have built and published, in a program that only names them. */
export function pluginTests(project: PackedProject): void {
  const { base, folder } = project;
  const home = join(base, "home");
  let plugins: readonly BuiltPlugin[] = [];

  beforeAll(async () => {
    mkdirSync(home, { recursive: true });
    const authors = folderForAuthors(project);
    plugins = await Promise.all(["acme", "morse"].map((name) => buildPlugin(name, authors, home)));
    const tarballs = plugins.map(({ tarball }) => tarball);
    await mustRunOutside("npm", ["install", ...tarballs], { cwd: folder, home });
  }, 300_000);

  test("are compiled against the packed types alone", () => {
    for (const { name, compiled } of plugins) {
      expect(
        compiled.some((path) => path.includes("/node_modules/@pergola/plugins/dist/")),
        name,
      ).toBe(true);
      expect(inRepository(compiled), name).toEqual([]);
    }
  });

  test("are found by name: a model, a category of their own, a step type; and nothing lies in this repository", async () => {
    await using acme = await startAcme();
    await using openai = await startVendorServer({ reply: () => "Hello from OpenAI's protocol." });
    const places = { acme: acme.url, openai: openai.baseURL, file: join(base, "memory.duckdb") };
    writeFileSync(join(folder, "places.json"), JSON.stringify(places));
    cpSync(join(import.meta.dirname, "plugin-user.ts.txt"), join(folder, "user.ts"));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(userTsconfig));
    expect(inRepository(await compileOutside(folder, home))).toEqual([]);

    const stdout = await mustRunOutside(process.execPath, [RECORD_IMPORTS, "user.ts"], { cwd: folder, home });
    const result = JSON.parse(stdout.split("\n")[0] ?? "");
    expect(result).toMatchObject({
      ofAcme: "Acme heard: Hello.",
      ofOpenai: "Hello from OpenAI's protocol.",
      remembered: expect.stringContaining("Ada"),
      code: "... --- ...",
      length: 44 + 28 * 400,
      diagnostics: [],
    });
    expect(result.found).toEqual(
      expect.arrayContaining([
        "pergola-morse: dependency, loaded",
        "pergola-acme: dependency, found",
        "@pergola/llm-openai: dependency, found",
        "@pergola/llm-offline: dependency, found",
        "@pergola/memory-duckdb: dependency, found",
      ]),
    );
    const loaded = loadedFiles(stdout);
    expect(loaded.some((path) => path.includes("/node_modules/pergola-morse/dist/"))).toBe(true);
    expect(inRepository(loaded)).toEqual([]);
  }, 120_000);
}

const userTsconfig = {
  compilerOptions: {
    target: "esnext",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    types: [],
  },
  files: ["user.ts"],
};

/** Acme's own server, as its plugin expects it. */
async function startAcme() {
  const server = createServer(async (request, response) => {
    const { messages } = (await json(request)) as { readonly messages: readonly { readonly text: string }[] };
    response.end(JSON.stringify({ text: `Acme heard: ${messages.at(-1)?.text}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
