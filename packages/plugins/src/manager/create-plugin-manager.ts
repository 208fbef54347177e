import {
  abortable,
  isPergolaError,
  Lifetime,
  type PergolaError,
  silentLogger,
  systemClock,
} from "@pergola/core";
import {
  createFromProvider,
  createProviderRegistry,
  type ProviderCategory,
  type ProviderFactory,
} from "@pergola/resources";
import { announcedNames, announces } from "../catalog/announced.ts";
import type { PluginCatalog } from "../catalog/plugin-catalog.ts";
import { type PluginRecord, requirementsOf } from "../catalog/plugin-record.ts";
import type { Contribution } from "../contribution-source.ts";
import type { DiscoverOptions } from "../discovery/discover.ts";
import { diskFiles, type PluginFiles } from "../discovery/plugin-files.ts";
import { PluginLoader } from "../load/plugin-loader.ts";
import type { ContributionKind, Plugin } from "../plugin.ts";
import { givenRecord } from "./given-record.ts";
import { managerClosed, pluginNotFound, requireTimeLimit } from "./manager-errors.ts";
import { diagnosticsOf, type PluginDiagnostic } from "./plugin-diagnostic.ts";
import { type PluginInfo, pluginInfo } from "./plugin-info.ts";
import type { PluginManager, Waiting } from "./plugin-manager.ts";
import type { PluginManagerOptions } from "./plugin-manager-options.ts";
import { PluginPlaces } from "./plugin-places.ts";
import { PluginShelf } from "./plugin-shelf.ts";

/** @param options everything has a default. @throws PLUGIN_OPTION_INVALID */
export function createPluginManager(options: PluginManagerOptions = {}): PluginManager {
  return new LazyPlugins(options, diskFiles);
}

/** @internal For tests that look at what is read. */
export function createPluginManagerOn(files: PluginFiles, options: PluginManagerOptions): PluginManager {
  return new LazyPlugins(options, files);
}

/** How long the code of a plugin may take to load, in milliseconds. */
const DEFAULT_LOAD_TIMEOUT_MS = 10_000;

class LazyPlugins implements PluginManager {
  readonly #options: PluginManagerOptions;
  readonly #places: PluginPlaces;
  readonly #shelf = new PluginShelf();
  readonly #loader: PluginLoader;
  /** Of plugins whose code failed to load, by name. */
  readonly #failures = new Map<string, PergolaError>();
  readonly #lifetime = new Lifetime(managerClosed);
  #discovered: Promise<void> | undefined;

  constructor(options: PluginManagerOptions, files: PluginFiles) {
    const { integrity = {}, loadTimeoutMs = DEFAULT_LOAD_TIMEOUT_MS, clock = systemClock } = options;
    const timeoutMs = requireTimeLimit("loadTimeoutMs", loadTimeoutMs);
    const { signal } = this.#lifetime;
    this.#options = options;
    this.#places = new PluginPlaces(files, options);
    this.#loader = new PluginLoader({ files, integrity, timeoutMs, clock, signal });
  }

  async register(plugin: Plugin | { readonly directory: string }): Promise<void> {
    this.#lifetime.assertOpen();
    const record = "directory" in plugin ? await this.#places.folder(plugin.directory) : givenRecord(plugin);
    await this.#shelf.add(record);
  }

  async discover({ packageName, signal }: DiscoverOptions = {}): Promise<readonly PluginInfo[]> {
    await abortable(
      this.#lifetime.run(() => this.#discover(packageName, signal)),
      signal,
    );
    if (packageName === undefined) this.#discovered = Promise.resolve();
    const found = this.list().filter(({ origin }) => origin !== "registered");
    return found.filter(({ name }) => packageName === undefined || name === packageName);
  }

  list(): readonly PluginInfo[] {
    const { catalog } = this.#shelf.current ?? {};
    return (catalog?.records ?? []).map((record) => pluginInfo(record, this.#statusOf(record, catalog)));
  }

  diagnostics(): readonly PluginDiagnostic[] {
    const { catalog, problems = [] } = this.#shelf.current ?? {};
    return [
      ...problems.flatMap((error) => diagnosticsOf(error, { severity: "error" })),
      ...(catalog?.records ?? []).flatMap(({ problem, name, file }) =>
        problem === undefined ? [] : diagnosticsOf(problem, { severity: "error", plugin: name, file }),
      ),
      ...[...this.#failures].flatMap(([plugin, error]) =>
        diagnosticsOf(error, { severity: "error", plugin, file: catalog?.inUse.get(plugin)?.file }),
      ),
      ...(catalog?.shadowed ?? []).flatMap((error) => diagnosticsOf(error, { severity: "warning" })),
    ];
  }

  async get(name: string, { signal }: Waiting = {}): Promise<Plugin> {
    const catalog = await this.#ready(signal);
    const record = catalog.inUse.get(name) ?? catalog.records.find((each) => each.name === name);
    if (record === undefined) throw pluginNotFound(name, [...catalog.inUse.keys()]);
    return this.#load(record, catalog, signal);
  }

  async contributions<Kind extends ContributionKind>(kind: Kind, { signal }: Waiting = {}) {
    const catalog = await this.#ready(signal);
    const records = [...catalog.inUse.values()].filter((record) => announces(record, kind));
    const plugins = await Promise.all(records.map((record) => this.#load(record, catalog, signal)));
    return plugins.flatMap((plugin) => listOf(plugin, kind));
  }

  async contributionNames(kind: ContributionKind, { signal }: Waiting = {}): Promise<readonly string[]> {
    const { inUse } = await this.#ready(signal);
    return [...new Set([...inUse.values()].flatMap((record) => announcedNames(record, kind)))];
  }

  async contribution<Kind extends ContributionKind>(kind: Kind, name: string, { signal }: Waiting = {}) {
    const catalog = await this.#ready(signal);
    const record = catalog.contributor(kind, name);
    if (record === undefined) return undefined;
    return listOf(await this.#load(record, catalog, signal), kind).find((each) => nameOf(each) === name);
  }

  async names(category: string, { signal }: Waiting = {}): Promise<readonly string[]> {
    return (await this.#ready(signal)).providers(category);
  }

  async load(category: string, name: string, { signal }: Waiting = {}): Promise<ProviderFactory | undefined> {
    const catalog = await this.#ready(signal);
    const record = catalog.providerOf(category, name);
    if (record === undefined) return undefined;
    const { contributes } = await this.#load(record, catalog, signal);
    return contributes.providers?.find((each) => each.category === category && each.name === name);
  }

  async createProvider(
    category: string,
    name: string,
    config: unknown = {},
    { signal }: Waiting = {},
    // What comes out depends on the category, which only the caller's type parameter says.
  ): Promise<never> {
    this.#lifetime.assertOpen();
    const { env = process.env, logger = silentLogger } = this.#options;
    const registry = createProviderRegistry([], { sources: [this] });
    const factory = await registry.find(category as ProviderCategory, name, { signal });
    return (await createFromProvider(factory, config, { env, logger, signal })) as never;
  }

  async unload(name: string): Promise<boolean> {
    this.#lifetime.assertOpen();
    const { records } = await this.#shelf.catalog();
    const own = records.filter((record) => record.name === name);
    await Promise.all(own.map((record) => this.#loader.forget(record)));
    await this.#shelf.remove(name);
    this.#failures.delete(name);
    return own.length > 0;
  }

  close(): Promise<void> {
    return this.#lifetime.close(() => this.#loader.settled());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #discover(packageName: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    const stop =
      signal === undefined ? this.#lifetime.signal : AbortSignal.any([signal, this.#lifetime.signal]);
    const found = await this.#places.find({ packageName, signal: stop });
    await this.#shelf.replace(found, packageName);
    for (const { name } of found.records) this.#failures.delete(name);
  }

  /** What there is, after the places were looked at once. */
  async #ready(signal: AbortSignal | undefined): Promise<PluginCatalog> {
    this.#lifetime.assertOpen();
    if (this.#discovered === undefined) this.#discovered = this.#firstLook();
    await abortable(this.#discovered, signal);
    return this.#shelf.catalog();
  }

  /** Shared by all who wait: the signal of one of them does not end it for the others. */
  async #firstLook(): Promise<void> {
    try {
      await this.#lifetime.run(() => this.#discover(undefined, undefined));
    } catch (error) {
      this.#discovered = undefined;
      throw error;
    }
  }

  /** Its code, after that of the plugins that it needs. */
  async #load(
    record: PluginRecord,
    catalog: PluginCatalog,
    signal: AbortSignal | undefined,
  ): Promise<Plugin> {
    return abortable(
      this.#lifetime.run(() => this.#loadInOrder(record, catalog)),
      signal,
    );
  }

  async #loadInOrder(record: PluginRecord, catalog: PluginCatalog): Promise<Plugin> {
    if (record.problem !== undefined) throw record.problem;
    for (const [name] of requirementsOf(record)) {
      const needed = catalog.inUse.get(name);
      if (needed !== undefined) await this.#loadInOrder(needed, catalog);
    }
    try {
      const plugin = await this.#loader.load(record);
      this.#failures.delete(record.name);
      return plugin;
    } catch (error) {
      if (isPergolaError(error) && !this.#lifetime.signal.aborted) this.#failures.set(record.name, error);
      throw error;
    }
  }

  #statusOf(record: PluginRecord, catalog: PluginCatalog | undefined): PluginInfo["status"] {
    if (record.problem !== undefined) return "unusable";
    if (catalog?.inUse.get(record.name) !== record) return "shadowed";
    return this.#loader.isLoaded(record) ? "loaded" : "found";
  }
}

/** What a plugin has of a kind. Lists of kinds that nobody here knows are what their owners declared. */
const listOf = <Kind extends ContributionKind>({ contributes }: Plugin, kind: Kind) =>
  (contributes[kind] ?? []) as readonly Contribution<Kind>[];

const nameOf = (value: unknown) => (value as { readonly name?: unknown } | undefined)?.name;
