import { join } from "node:path";
import {
  createPluginManager,
  langChainPackages,
  type PluginDiagnostic,
  type PluginInfo,
} from "@pergola/plugins";
import { contributionsText, howToUse, llmCall } from "../how-to-use.ts";
import { lockedIntegrity } from "./locked-integrity.ts";
import type { PackageManager } from "./package-manager.ts";
import { packageFolder } from "./project-packages.ts";

/** A package that was installed, and what it is to Pergola. */
export interface InstalledPackage {
  readonly name: string;
  /** None where Node finds no folder of it. */
  readonly version?: string;
  /** As the lockfile has it. */
  readonly integrity?: string;
  /** `plugin`: has a sound manifest; `unusable`: has a broken one; `langchain`: found by name; `none`: not for Pergola. */
  readonly kind: "plugin" | "unusable" | "langchain" | "none";
  /** What it contributes, for people. */
  readonly contributes?: string;
  /** A line of code that uses it. */
  readonly use?: string;
  readonly diagnostics: readonly PluginDiagnostic[];
}

/** Reads what was installed. Runs no code of it. */
export async function installedPackage(
  name: string,
  {
    manager,
    project,
    signal,
  }: { readonly manager: PackageManager; readonly project: string; readonly signal: AbortSignal },
): Promise<InstalledPackage> {
  const folder = await packageFolder(name, project);
  if (folder === undefined) return { name, kind: "none", diagnostics: [] };
  const { version, directory } = folder;
  const integrity = await lockedIntegrity(manager, { name, version }, project);
  const installed = { name, version, ...(integrity !== undefined && { integrity }) };
  const { plugin, diagnostics } = await pluginIn(directory, { name, project, signal });
  if (plugin === undefined) return { ...installed, ...(await langChain(name, project)), diagnostics: [] };
  if (plugin.status === "unusable") return { ...installed, kind: "unusable", diagnostics };
  return {
    ...installed,
    kind: "plugin",
    contributes: contributionsText(plugin),
    // Where another plugin has the name, the line would use that one.
    ...(diagnostics.length === 0 && { use: howToUse(plugin) }),
    diagnostics,
  };
}

interface Found {
  readonly plugin: PluginInfo | undefined;
  readonly diagnostics: readonly PluginDiagnostic[];
}

async function pluginIn(
  directory: string,
  {
    name,
    project,
    signal,
  }: { readonly name: string; readonly project: string; readonly signal: AbortSignal },
): Promise<Found> {
  const plugins = createPluginManager({ cwd: project });
  try {
    await plugins.discover({ signal });
    const plugin = plugins.list().find((each) => each.directory === directory);
    const isOfIt = ({ file = "" }: PluginDiagnostic) =>
      file.startsWith(join(directory, "/")) || file.includes(join("/node_modules", name, "/"));
    return { plugin, diagnostics: plugins.diagnostics().filter(isOfIt) };
  } finally {
    await plugins.close();
  }
}

const LANGCHAIN = "@langchain/";

async function langChain(name: string, project: string): Promise<Pick<InstalledPackage, "kind" | "use">> {
  if (!name.startsWith(LANGCHAIN)) return { kind: "none" };
  const installable =
    (await langChainPackages({ from: project }).installable?.("llm")) ?? new Map<string, string>();
  const model = [...installable].find(([, install]) => install.split(" ")[0] === name)?.[0];
  return { kind: "langchain", ...(model !== undefined && { use: llmCall(model) }) };
}
