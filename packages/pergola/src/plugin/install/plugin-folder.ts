import { join } from "node:path";
import { createPluginManager } from "@pergola/plugins";
import { pergolaErrors } from "../../errors.ts";
import { isRecord, jsonFile } from "./json-file.ts";

/** A plugin that is a folder. */
export interface PluginFolder {
  readonly name: string;
  /** Symbolic links resolved. */
  readonly directory: string;
  /** Packages of its own that its `package.json` asks for. */
  readonly dependencies: readonly string[];
  /** Whether there is anything to install. */
  readonly hasDependencies: boolean;
  /** Packages that it expects of the project around it. */
  readonly peers: readonly string[];
}

/** The plugin of a folder, by its manifest. @throws NOT_A_PLUGIN */
export async function pluginFolder(path: string): Promise<PluginFolder> {
  const plugins = createPluginManager({ cwd: path, pluginsFolder: false, userFolder: false });
  try {
    await plugins.register({ directory: path });
    const [plugin] = plugins.list();
    return await withDependencies(plugin?.name ?? path, plugin?.directory ?? path);
  } catch (cause) {
    throw pergolaErrors.create("NOT_A_PLUGIN", {
      message: `${path} is no plugin: it has no plugin.json, and no package.json with a "pergola" field.`,
      hint: "Give the folder that holds the manifest.",
      details: { path },
      cause,
    });
  } finally {
    await plugins.close();
  }
}

/** Every plugin in the folder `plugins` of the working folder. */
export async function pluginFoldersOf(cwd: string, signal: AbortSignal): Promise<readonly PluginFolder[]> {
  const plugins = createPluginManager({ cwd, userFolder: false });
  try {
    await plugins.discover({ signal });
    const folders = plugins.list().filter(({ origin }) => origin === "folder");
    return await Promise.all(folders.map(({ name, directory = "" }) => withDependencies(name, directory)));
  } finally {
    await plugins.close();
  }
}

async function withDependencies(name: string, directory: string): Promise<PluginFolder> {
  const manifest = (await jsonFile(join(directory, "package.json"))) ?? {};
  const [dependencies, optional] = [namesIn(manifest.dependencies), namesIn(manifest.optionalDependencies)];
  const meta = isRecord(manifest.peerDependenciesMeta) ? manifest.peerDependenciesMeta : {};
  const isOptional = (peer: string) => isRecord(meta[peer]) && meta[peer].optional === true;
  return {
    name,
    directory,
    dependencies: dependencies.filter((each) => !optional.includes(each)),
    hasDependencies: dependencies.length + optional.length > 0,
    peers: namesIn(manifest.peerDependencies).filter((peer) => !isOptional(peer)),
  };
}

const namesIn = (field: unknown): readonly string[] => (isRecord(field) ? Object.keys(field) : []);
