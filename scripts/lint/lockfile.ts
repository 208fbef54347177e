import type { Finding } from "./finding.ts";
import { hasFile, type Workspace } from "./workspace.ts";

const HOST = /tarball:|https?:\/\//;

/** The lockfile names no host, so that it installs from whatever registry the machine is set to. */
export function checkLockfile(workspace: Workspace): Finding[] {
  if (!hasFile(workspace, "pnpm-lock.yaml")) return [];
  return workspace
    .read("pnpm-lock.yaml")
    .split("\n")
    .flatMap((line, index) => (HOST.test(line) ? [finding(index + 1, line.trim())] : []));
}

const finding = (line: number, text: string): Finding => ({
  rule: "lockfile",
  at: `pnpm-lock.yaml:${line}`,
  message: `names a host: ${text.slice(0, 120)}`,
  fix: "Depend on the package by version from the registry, then run `pnpm install` again.",
});
