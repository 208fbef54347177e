import type { CliContext } from "../../cli/cli-context.ts";
import { printable } from "../../cli/printable.ts";
import { write } from "../../cli/write.ts";
import { diagnosticText } from "../diagnostic-text.ts";
import type { InstalledPackage } from "./installed-package.ts";
import { commandLine, type ManagerCommand } from "./manager-command.ts";
import type { PluginFolder } from "./plugin-folder.ts";

/** A plugin that is a folder, after its installation. */
export interface FolderReport extends PluginFolder {
  readonly isInstalled: boolean;
  /** Packages that it expects of the project around it, and that are not there. */
  readonly lacks: readonly string[];
  /** Whether plugins that are asked for by name are looked for there. */
  readonly isFound: boolean;
}

/** What an installation did, in the order in which it was done. */
export interface InstallReport {
  readonly commands: ManagerCommand[];
  readonly packages: InstalledPackage[];
  readonly folders: FolderReport[];
}

/** Tells it on stdout, for people or as one object of JSON. */
export async function writeReport(
  report: InstallReport,
  { json = false, dryRun = false }: { readonly json?: boolean; readonly dryRun?: boolean },
  { stdout, signal }: CliContext,
): Promise<void> {
  const text = json ? JSON.stringify(asData(report, dryRun)) : reportLines(report, dryRun).join("\n");
  await write(stdout, json ? `${text}\n` : printable(`${text}\n`, stdout), signal);
}

const asData = ({ commands, packages, folders }: InstallReport, dryRun: boolean) => ({
  dryRun,
  commands: commands.map(({ program, args, cwd }) => ({ program, args, cwd })),
  packages,
  folders: folders.map(({ name, directory, isInstalled, lacks, isFound }) => ({
    name,
    directory,
    installed: isInstalled,
    lacks,
    found: isFound,
  })),
});

const NOTHING =
  "There are no plugins in the folder plugins. Name a package to install one: pergola plugin install <name>";

function reportLines({ commands, packages, folders }: InstallReport, dryRun: boolean): readonly string[] {
  if (dryRun && commands.length > 0) return commands.map((each) => `${commandLine(each)}   # in ${each.cwd}`);
  if (folders.length === 0 && packages.length === 0) return [NOTHING];
  return [...packages.flatMap(packageLines), ...folders.flatMap(folderLines)];
}

function packageLines(each: InstalledPackage): readonly string[] {
  const { name, version, integrity, diagnostics } = each;
  return [
    [name, version, integrity].filter((part) => part !== undefined).join(" "),
    ...verdict(each).map((line) => `  ${line}`),
    ...diagnostics.map(diagnosticText),
  ];
}

function verdict({ kind, contributes, use }: InstalledPackage): readonly string[] {
  if (kind === "plugin")
    return [`contributes: ${contributes}`, ...(use === undefined ? [] : [`use: ${use}`])];
  if (kind === "unusable") return ["is a plugin and cannot be used:"];
  if (kind === "none") return ['is no plugin: its package.json has no "pergola" field'];
  return use === undefined
    ? ["is a package of LangChain: import what you need of it"]
    : ["is a package of LangChain: found by its name, without a manifest", `use: ${use}`];
}

const folderLines = ({ name, directory, isInstalled, lacks, isFound }: FolderReport): readonly string[] => [
  isInstalled
    ? `${name}: what it needs was installed in ${directory}`
    : `${name}: needs no packages of its own`,
  ...(lacks.length === 0 ? [] : [`  lacks in your project: ${lacks.join(", ")}`]),
  ...(isFound
    ? []
    : [
        "  is not found by name from here: put it into ./plugins, or pack it (npm pack) and install the .tgz",
      ]),
];
