import { readdirSync, statSync } from "node:fs";

/** What tells one state of a file from another, by path; undefined while it is not there. */
export type FileSignatures = ReadonlyMap<string, string | undefined>;

/** A few microseconds; taken at once, so that no change can come between. */
export function fileSignature(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return undefined;
    if (found.isDirectory()) return readdirSync(path).filter(isAgentFile).sort().join();
    const { dev, ino, size, mtimeNs, ctimeNs } = found;
    return [dev, ino, size, mtimeNs, ctimeNs].join(":");
  } catch (error) {
    return String((error as { readonly code?: unknown }).code);
  }
}

/** Whether a file may be the one that a directory stands for: what else comes and goes in it is no change. */
export const isAgentFile = (name: string): boolean => name.startsWith("agent.");

export function signaturesOf(paths: Iterable<string>): FileSignatures {
  return new Map([...paths].map((path) => [path, fileSignature(path)]));
}

export function isSame(one: FileSignatures, other: FileSignatures): boolean {
  return one.size === other.size && [...one].every(([path, signature]) => other.get(path) === signature);
}
