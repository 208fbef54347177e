import { pergolaErrors } from "../../errors.ts";
import type { FolderReport } from "./install-report.ts";
import type { InstalledPackage } from "./installed-package.ts";
import { type PackageManager, packageManagerOf, programOf } from "./package-manager.ts";

export function installedUnderNoName(path: string) {
  return pergolaErrors.create("INSTALL_FAILED", {
    message: `The package manager installed ${path}, and package.json does not have it.`,
    hint: "See whether its settings keep package.json as it is (save=false).",
    details: { path },
  });
}

export function notInstalled(names: readonly string[], directory: string) {
  return pergolaErrors.create("INSTALL_FAILED", {
    message: `The package manager ended well, and did not install ${names.join(", ")} in ${directory}.`,
    hint: "See what the settings beside the plugin say (.npmrc, pnpm-workspace.yaml, bunfig.toml).",
    details: { directory, names },
  });
}

/** Why the command fails although plugins in folders have what is their own; undefined when their project has the rest. */
export async function lackingPackages(folders: readonly FolderReport[]) {
  const lacking = folders.filter(({ lacks }) => lacks.length > 0);
  const [first] = lacking;
  if (first === undefined) return undefined;
  const packages = [...new Set(lacking.flatMap(({ lacks }) => lacks))];
  const manager = await packageManagerOf(first.directory);
  return pergolaErrors.create("PLUGINS_UNUSABLE", {
    message: `Your project lacks ${packages.join(", ")}, without which ${lacking.map(({ name }) => name).join(", ")} cannot be used.`,
    hint: `Add what is missing to it: ${programOf(manager)} ${verb(manager)} ${packages.join(" ")}`,
    details: { names: lacking.map(({ name }) => name), packages },
  });
}

const verb = (manager: PackageManager) => (manager === "npm" ? "install" : "add");

/** Why the command fails although everything was installed; undefined when all of it can be used. */
export function unusablePackages(packages: readonly InstalledPackage[]) {
  const names = (kind: InstalledPackage["kind"]) =>
    packages.filter((each) => each.kind === kind).map(({ name }) => name);
  const unusable = names("unusable");
  if (unusable.length > 0)
    return pergolaErrors.create("PLUGINS_UNUSABLE", {
      message: `Installed, and cannot be used: ${unusable.join(", ")}.`,
      hint: "See what is said of each, or install another version: <name>@<version>.",
      details: { names: unusable },
    });
  const others = names("none");
  if (others.length === 0) return undefined;
  return pergolaErrors.create("NOT_A_PLUGIN", {
    message: `Installed, and no plugin: ${others.join(", ")}. Expected a package.json with a "pergola" field.`,
    hint: "Check the name. If it is meant as it is, import it in your own code; else remove it with your package manager.",
    details: { names: others },
  });
}
