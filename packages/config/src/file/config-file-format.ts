import { extname } from "node:path";
import type { ConfigFileFormat } from "./source/source-file.ts";

const FORMATS: ReadonlyMap<string, ConfigFileFormat> = new Map([
  [".yaml", "yaml"],
  [".yml", "yaml"],
  [".json", "json"],
  [".ts", "module"],
  [".mts", "module"],
  [".js", "module"],
  [".mjs", "module"],
]);

/** Endings that a config file may have. */
export const CONFIG_FILE_ENDINGS: readonly string[] = [...FORMATS.keys()];

/** By the ending of the name; undefined for one that is none of ours. */
export function configFileFormat(path: string): ConfigFileFormat | undefined {
  return FORMATS.get(extname(path).toLowerCase());
}
