import { pathToFileURL } from "node:url";
import { type Clock, isPergolaError, throwIfAborted } from "@pergola/core";
import { entryFile, splitEntry } from "../catalog/entry-path.ts";
import type { PluginRecord } from "../catalog/plugin-record.ts";
import type { PluginFiles } from "../discovery/plugin-files.ts";
import type { PluginManifest } from "../manifest/plugin-manifest.ts";
import type { Plugin } from "../plugin.ts";
import { type LoadedFrom, loadFailed, loadTimeout } from "./load-errors.ts";
import { assertIntegrity, assertPinned } from "./plugin-integrity.ts";
import { timeLimit } from "./time-limit.ts";
import { toPlugin } from "./to-plugin.ts";

export interface PluginLoaderOptions {
  readonly files: PluginFiles;
  /** `sha512-…` by name of the plugin. */
  readonly integrity: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Ends the waits for imports. */
  readonly signal: AbortSignal;
}

interface Loading {
  readonly plugin: Promise<Plugin>;
  isLoaded: boolean;
}

/** Imports the code of plugins, each once however many ask for it. A failed attempt is forgotten. */
export class PluginLoader {
  readonly #options: PluginLoaderOptions;
  readonly #loading = new Map<string, Loading>();

  constructor(options: PluginLoaderOptions) {
    this.#options = options;
  }

  /** @throws PLUGIN_LOAD_FAILED and the like, and what is wrong with the entry or the files */
  load(record: PluginRecord): Promise<Plugin> {
    if (record.given !== undefined) return Promise.resolve(record.given);
    const key = keyOf(record);
    const known = this.#loading.get(key);
    if (known !== undefined) return known.plugin;
    const loading: Loading = { plugin: this.#import(record), isLoaded: false };
    this.#loading.set(key, loading);
    loading.plugin.then(
      () => {
        loading.isLoaded = true;
      },
      () => this.#loading.delete(key),
    );
    return loading.plugin;
  }

  isLoaded(record: PluginRecord): boolean {
    return record.given !== undefined || this.#loading.get(keyOf(record))?.isLoaded === true;
  }

  /** Waits for it if it is being loaded, and forgets it. Node keeps modules: the code stays in memory. */
  async forget(record: PluginRecord): Promise<void> {
    const key = keyOf(record);
    await this.#loading.get(key)?.plugin.catch(() => undefined);
    this.#loading.delete(key);
  }

  /** Resolves when nothing is being loaded. */
  async settled(): Promise<void> {
    await Promise.allSettled(Array.from(this.#loading.values(), ({ plugin }) => plugin));
  }

  async #import({ manifest, directory = "", problem }: PluginRecord): Promise<Plugin> {
    if (problem !== undefined || manifest === undefined) throw problem;
    const { timeoutMs, clock, signal } = this.#options;
    const from: LoadedFrom = { name: manifest.name, directory, entry: manifest.entry };
    const onTimeout = () => loadTimeout(from, timeoutMs);
    return timeLimit((stop) => this.#run(manifest, from, stop), { timeoutMs, clock, signal, onTimeout });
  }

  async #run(manifest: PluginManifest, from: LoadedFrom, signal: AbortSignal): Promise<Plugin> {
    const { files, integrity } = this.#options;
    const { name, directory } = from;
    const pin = Object.hasOwn(integrity, name) ? integrity[name] : undefined;
    if (pin !== undefined) await assertIntegrity(name, directory, { pin, signal });
    // Once more, right before its code runs: the folder may have changed since it was discovered.
    const file = await entryFile(files, from);
    if (pin !== undefined) assertPinned(directory, file);
    throwIfAborted(signal);
    try {
      const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
      return await toPlugin(module, splitEntry(manifest.entry).exportName, manifest);
    } catch (cause) {
      if (isPergolaError(cause, "PLUGIN_BAD_EXPORT")) throw cause;
      throw loadFailed(from, cause);
    }
  }
}

const keyOf = ({ directory, manifest, name }: PluginRecord) =>
  JSON.stringify([directory, manifest?.entry, name]);
