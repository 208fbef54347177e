import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Logger, silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import {
  createPluginManager,
  type DiscoverOptions,
  definePlugin,
  type LangChainPackagesOptions,
  langChainPackages,
  type PluginManager,
  type PluginManagerOptions,
  type ProviderContext,
} from "@pergola/plugins";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";
import { codeOf, using } from "../probes/using.ts";

const manifest = (name: string) =>
  JSON.stringify({
    name,
    version: "1.0.0",
    category: "llm",
    provider: name,
    entry: "./index.mjs",
    engines: { pergola: "^1.0.0" },
  });

const HANGS = "await new Promise(() => {});";

/** A folder of two projects with a plugin of each sort, given to `use` with a manager of the first. */
async function inProject<T>(
  options: PluginManagerOptions,
  use: (manager: PluginManager, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "pergola-ledger-")));
  try {
    for (const path of ["one/plugins/a", "two/plugins/b", "one/others/c", "one/home/d"]) {
      await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, path, "plugin.json"), manifest(path.at(-1) ?? ""));
      await writeFile(join(folder, path, "index.mjs"), HANGS);
    }
    const { cwd = "one", ...other } = options;
    const given = { cwd: join(folder, cwd), userFolder: false as const, version: "1.0.0", ...other };
    return await using(Promise.resolve(createPluginManager(given)), (manager) => use(manager, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const found = (options: PluginManagerOptions, discovery: DiscoverOptions = {}) =>
  inProject(options, async (manager) => {
    await manager.discover(discovery);
    return manager.list().map(({ name, status }) => `${name} ${status}`);
  });

/** When the code of a plugin that hangs is given up. */
const givenUp = (options: { readonly loadTimeoutMs: number; readonly startAt?: number }) => {
  const { loadTimeoutMs, startAt = 0 } = options;
  const clock = createVirtualClock(startAt);
  return inProject({ clock, loadTimeoutMs }, async (manager) => {
    // Reading takes real time, which is not what is measured.
    await manager.discover();
    let endedAt: number | undefined;
    const loading = codeOf(manager.get("a")).then(() => {
      endedAt = clock.now();
    });
    while (endedAt === undefined) await clock.advance(1);
    await loading;
    return endedAt;
  });
};

/** What a provider sees of the manager's options. */
const seen = (options: PluginManagerOptions, see: (context: ProviderContext) => unknown) =>
  inProject(options, async (manager) => {
    const facts: unknown[] = [];
    const create = async (_: unknown, context: ProviderContext) => {
      facts.push(see(context));
      return { invoke: () => undefined, stream: () => undefined } as never;
    };
    const provider = { category: "llm" as const, name: "seer", configSchema: z.object({}), create };
    await manager.register(
      definePlugin({ name: "seer", version: "1.0.0", contributes: { providers: [provider] } }),
    );
    await manager.createProvider("llm", "seer");
    return facts;
  });

/** A logger that writes under a name. */
const named = (name: string, lines: string[]): Logger => ({
  ...silentLogger,
  info: (message) => void lines.push(`${name}: ${message}`),
});

/** The names that LangChain's packages in a folder have. */
async function langChainIn(name: string) {
  const folder = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  try {
    const file = join(folder, "one/node_modules/@langchain/groq/package.json");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '{ "main": "./package.json" }');
    return await langChainPackages({ from: join(folder, name) }).names("llm");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const managerSchema = z.strictObject({
  cwd: z.string(),
  pluginsFolder: z.string(),
  userFolder: z.string(),
  allow: z.array(z.string()),
  integrity: z.custom<PluginManagerOptions["integrity"]>(),
  loadTimeoutMs: z.number(),
  version: z.string(),
  env: z.custom<PluginManagerOptions["env"]>(),
  logger: z.custom<Logger>(),
  clock: z.custom<PluginManagerOptions["clock"]>(),
} satisfies Record<keyof PluginManagerOptions, z.ZodType>);

const discoverSchema = z.strictObject({
  packageName: z.string(),
  signal: z.custom<AbortSignal>(),
} satisfies Record<keyof DiscoverOptions, z.ZodType>);

const langChainSchema = z.strictObject({
  from: z.string(),
} satisfies Record<keyof LangChainPackagesOptions, z.ZodType>);

/** The manager of plugins, and LangChain's packages by name. */
export const pluginLedgers: readonly Ledger[] = [
  {
    name: "createPluginManager()",
    schema: managerSchema,
    entries: [
      entry("cwd", ["one", "two"], (cwd) => found({ cwd })),
      entry("pluginsFolder", ["plugins", "others"], (pluginsFolder) => found({ pluginsFolder })),
      entry("userFolder", ["home", "nowhere"], (userFolder) => found({ userFolder })),
      entry("allow", [["a"], ["b"]], (allow) => found({ allow })),
      entry("integrity", ["a", "b"], (pinned) =>
        inProject({ integrity: { [pinned]: "sha512-wrong" }, loadTimeoutMs: 500 }, (manager) =>
          codeOf(manager.get("a")),
        ),
      ),
      entry("loadTimeoutMs", [10, 20], (loadTimeoutMs) => givenUp({ loadTimeoutMs })),
      entry("version", ["1.5.0", "2.0.0"], (version) => found({ version })),
      entry("env", [{ KEY: "one" }, { KEY: "two" }], (env) => seen({ env }, (context) => context.env.KEY)),
      entry("logger", ["one", "two"], async (name) => {
        const lines: string[] = [];
        await seen({ logger: named(name, lines) }, ({ logger }) => logger.info("made"));
        return lines;
      }),
      entry("clock", [1_000, 2_000], (startAt) => givenUp({ loadTimeoutMs: 10, startAt })),
    ],
  },
  {
    name: "manager.discover()",
    schema: discoverSchema,
    entries: [
      entry("packageName", ["a", "b"], (packageName) => found({}, { packageName })),
      entry("signal", [new AbortController().signal, AbortSignal.abort()], (signal) =>
        inProject({}, async (manager) =>
          manager.discover({ signal }).then(
            () => "done",
            () => "ended",
          ),
        ),
      ),
    ],
  },
  {
    name: "langChainPackages()",
    schema: langChainSchema,
    entries: [entry("from", ["one", "two"], langChainIn)],
  },
];
