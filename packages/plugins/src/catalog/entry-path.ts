import { isAbsolute, join, relative, sep } from "node:path";
import type { PluginFiles } from "../discovery/plugin-files.ts";
import { pluginErrors } from "../errors.ts";

/** The file and the export that an entry names. */
export function splitEntry(entry: string): { readonly path: string; readonly exportName?: string } {
  const [path = "", exportName] = entry.split("#");
  return exportName === undefined ? { path } : { path, exportName };
}

/**
 * The file of an entry, symbolic links resolved.
 *
 * @throws PLUGIN_ENTRY_MISSING, PLUGIN_ENTRY_ESCAPES
 */
export async function entryFile(
  files: PluginFiles,
  { name, directory, entry }: { readonly name: string; readonly directory: string; readonly entry: string },
): Promise<string> {
  const { path } = splitEntry(entry);
  const [root, file] = [await files.real(directory), await files.real(join(directory, path))];
  const details = { plugin: name, directory, entry };
  if (root === undefined || file === undefined)
    throw pluginErrors.create("PLUGIN_ENTRY_MISSING", {
      message: `The plugin "${name}" names ${path} as its entry, and ${directory} has no such file.`,
      hint: "Build the plugin, or mend `entry` in its manifest.",
      details,
    });
  if (!isInside(root, file)) throw escapes({ name, path, root, file, details });
  if (await files.isFile(file)) return file;
  throw pluginErrors.create("PLUGIN_ENTRY_MISSING", {
    message: `The plugin "${name}" names ${path} as its entry, and that is no file.`,
    hint: "Name the file itself in `entry`, for example ./dist/index.js.",
    details,
  });
}

function escapes({
  name,
  path,
  root,
  file,
  details,
}: Readonly<Record<"name" | "path" | "root" | "file", string>> & { readonly details: object }) {
  return pluginErrors.create("PLUGIN_ENTRY_ESCAPES", {
    message: `The entry ${path} of the plugin "${name}" leads to ${file}, outside its folder ${root}.`,
    hint: "Put the file itself there in the place of the symbolic link.",
    details: { ...details, file },
  });
}

function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
