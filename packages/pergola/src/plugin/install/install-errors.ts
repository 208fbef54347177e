import { pergolaErrors } from "../../errors.ts";
import type { InstalledPackage } from "./installed-package.ts";

export function installedUnderNoName(path: string) {
  return pergolaErrors.create("INSTALL_FAILED", {
    message: `The package manager installed ${path}, and package.json does not have it.`,
    hint: "See whether its settings keep package.json as it is (save=false).",
    details: { path },
  });
}

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
