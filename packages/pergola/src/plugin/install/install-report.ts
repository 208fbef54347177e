import type { CliContext } from "../../cli/cli-context.ts";
import { printable } from "../../cli/printable.ts";
import { write } from "../../cli/write.ts";
import { diagnosticText } from "../diagnostic-text.ts";
import type { InstalledPackage } from "./installed-package.ts";
import { commandLine, type ManagerCommand } from "./manager-command.ts";
import type { PluginFolder } from "./plugin-folder.ts";

/** What an installation did, in the order in which it was done. */
export interface InstallReport {
  readonly commands: ManagerCommand[];
  readonly packages: InstalledPackage[];
  readonly folders: (PluginFolder & { readonly isInstalled: boolean })[];
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
  folders: folders.map(({ name, directory, isInstalled }) => ({ name, directory, installed: isInstalled })),
});

function reportLines({ commands, packages, folders }: InstallReport, dryRun: boolean): readonly string[] {
  if (dryRun && commands.length > 0) return commands.map((each) => `${commandLine(each)}   # in ${each.cwd}`);
  if (folders.length === 0 && packages.length === 0) return ["There are no plugins in the folder plugins."];
  return [...packages.flatMap(packageLines), ...folders.map(folderLine)];
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
  if (kind === "plugin") return [`contributes: ${contributes}`, `use: ${use}`];
  if (kind === "unusable") return ["is a plugin and cannot be used:"];
  if (kind === "none") return ['is no plugin: its package.json has no "pergola" field'];
  return use === undefined
    ? ["is a package of LangChain: import what you need of it"]
    : ["is a package of LangChain: found by its name, without a manifest", `use: ${use}`];
}

const folderLine = ({ name, directory, isInstalled }: InstallReport["folders"][number]) =>
  isInstalled
    ? `${name}: what it needs was installed in ${directory}`
    : `${name}: needs no packages of its own`;
