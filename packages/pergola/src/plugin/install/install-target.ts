import { stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { wrongUsage } from "../../cli/wrong-usage.ts";
import { assertPackageSpec } from "./package-spec.ts";

/** What somebody asked to install. */
export type InstallTarget =
  | { readonly kind: "package"; readonly name: string; readonly spec: string }
  /** A packed package; the path is absolute. */
  | { readonly kind: "tarball"; readonly spec: string }
  /** A plugin that is a folder; the path is absolute. */
  | { readonly kind: "folder"; readonly path: string; readonly asked: string };

/** What one argument names: a package, or with an explicit path (`./…`, `/…`) a folder or a packed package. @throws INVALID_USAGE */
export async function installTarget(asked: string, cwd: string): Promise<InstallTarget> {
  if (!isPath(asked)) return { kind: "package", ...assertPackageSpec(asked) };
  if (asked.includes("\0"))
    throw wrongUsage("A path has no character NUL in it.", "Give the path of a folder.");
  const path = resolve(cwd, asked);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return { kind: "folder", path, asked };
  if (found?.isFile() && /\.(?:tgz|tar\.gz)$/.test(path)) return { kind: "tarball", spec: path };
  throw wrongUsage(
    found === undefined
      ? `There is no ${asked} in ${cwd}.`
      : `${asked} is neither a folder nor a packed package (.tgz).`,
    "Give the folder of a plugin, a .tgz, or the name of a package without a path.",
  );
}

const isPath = (asked: string) => /^\.{1,2}(?:[\\/]|$)/.test(asked) || isAbsolute(asked);
