import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { PluginRecord } from "../catalog/plugin-record.ts";
import { type PluginRules, toRecord } from "../catalog/to-record.ts";
import { folderCandidate } from "../discovery/candidate.ts";
import { type DiscoverOptions, type DiscoveryPlaces, discover } from "../discovery/discover.ts";
import { mapLimited } from "../discovery/map-limited.ts";
import type { PluginFiles } from "../discovery/plugin-files.ts";
import { pergolaVersion } from "../version.ts";
import { notAPlugin } from "./manager-errors.ts";
import type { PluginManagerOptions } from "./plugin-manager-options.ts";
import type { Findings } from "./plugin-shelf.ts";

type PlaceOptions = Pick<PluginManagerOptions, "cwd" | "pluginsFolder" | "userFolder" | "allow" | "version">;

/** The places where plugins are looked for, and what they are held to. */
export class PluginPlaces {
  readonly #files: PluginFiles;
  readonly #options: PlaceOptions;
  /** Packages that somebody asked for by name: found again with everything else. */
  readonly #packages = new Set<string>();

  constructor(files: PluginFiles, options: PlaceOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** What all places hold, or what of one package. @throws the signal's reason */
  async find(options: DiscoverOptions): Promise<Findings> {
    if (options.packageName !== undefined) this.#packages.add(options.packageName);
    const { candidates, problems } = await discover(this.#files, this.#folders(), options);
    const rules = await this.#rules();
    const judge = (each: (typeof candidates)[number]) => toRecord(this.#files, each, rules);
    return { records: await mapLimited(candidates, judge, options.signal), problems };
  }

  /** The plugin in a folder that the program names. @throws PLUGIN_NOT_FOUND */
  async folder(directory: string): Promise<PluginRecord> {
    const path = resolve(this.#cwd, directory);
    const candidate = await folderCandidate(this.#files, path, "registered");
    if (candidate === undefined) throw notAPlugin(path);
    return toRecord(this.#files, candidate, await this.#rules());
  }

  get #cwd(): string {
    return resolve(this.#options.cwd ?? process.cwd());
  }

  #folders(): DiscoveryPlaces {
    const { pluginsFolder = "plugins", userFolder = join(homedir(), ".pergola", "plugins") } = this.#options;
    return {
      cwd: this.#cwd,
      packages: this.#packages,
      pluginsFolder: pluginsFolder === false ? undefined : resolve(this.#cwd, pluginsFolder),
      userFolder: userFolder === false ? undefined : resolve(this.#cwd, userFolder),
    };
  }

  async #rules(): Promise<PluginRules> {
    const { version, allow } = this.#options;
    return { version: version ?? (await pergolaVersion()), allow };
  }
}
