import { homedir } from "node:os";
import { relative } from "node:path";
import type { PluginDiagnostic, PluginInfo } from "@pergola/plugins";
import { diagnosticText } from "../diagnostic-text.ts";
import { contributionsText } from "../how-to-use.ts";

/** What discovery gave, in the order in which it wins. */
export interface FoundPlugins {
  readonly plugins: readonly PluginInfo[];
  readonly diagnostics: readonly PluginDiagnostic[];
}

const NOTHING =
  "No plugins were found. Install one: pergola plugin install <name>; begin one: pergola plugin create <name>";

/** A line for each plugin, then what is wrong. */
export function listText({ plugins, diagnostics }: FoundPlugins, cwd: string): string {
  const rows = plugins.map((plugin) => rowOf(plugin, cwd));
  const lines = rows.length === 0 ? [NOTHING] : aligned(rows);
  return [...lines, ...(diagnostics.length === 0 ? [] : ["", ...diagnostics.map(diagnosticText)])].join("\n");
}

function rowOf(plugin: PluginInfo, cwd: string): readonly string[] {
  const { name, version = "?", status } = plugin;
  const what = status === "found" ? contributionsText(plugin) : `(${status})`;
  return [name, version, placeOf(plugin, cwd), what];
}

function placeOf({ origin, directory = "" }: PluginInfo, cwd: string): string {
  if (origin === "dependency") return "dependency";
  if (origin === "folder") return `./${relative(cwd, directory)}`;
  return directory.replace(homedir(), "~");
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
