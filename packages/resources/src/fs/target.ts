import type { Scope } from "@pergola/core";
import { invalidStoragePath, requireStoragePath } from "../storage/storage-path.ts";
import { diskName, pathPart } from "./disk-name.ts";
import { ownerFolders } from "./owner-folders.ts";
import { fileTypeRefused } from "./storage-errors.ts";

export type OwnerFolders = ReturnType<typeof ownerFolders>;

/** Where a file of a user is. */
export interface Target {
  readonly path: string;
  readonly owner: OwnerFolders;
  /** Folders below the owner's. */
  readonly folders: readonly string[];
  readonly name: string;
}

/** @throws INVALID_SCOPE, FILE_PATH_INVALID, FILE_TYPE_REFUSED */
export function targetOf(scope: Scope, path: string, allowedExtensions: readonly string[]): Target {
  const owner = ownerFolders(scope);
  const parts = requireStoragePath(path).split("/");
  const file = parts.at(-1) ?? "";
  requireExtension(path, file, allowedExtensions);
  const folders = parts.slice(0, -1).map((part) => requireName(path, diskName(part, "folder")));
  return { path, owner, folders, name: requireName(path, diskName(file, "file")) };
}

/** The path of what lies on the disk; undefined when the storage has not put it there, or takes no such file any more. */
export function pathOf(
  folders: readonly string[],
  name: string,
  allowedExtensions: readonly string[],
): string | undefined {
  const parts = [...folders.map((folder) => pathPart(folder, "folder")), pathPart(name, "file")];
  if (!parts.every((part) => part !== undefined)) return undefined;
  if (!isAllowed(extensionOf(parts.at(-1) ?? ""), allowedExtensions)) return undefined;
  const path = parts.join("/");
  return isStoragePath(path) ? path : undefined;
}

function isStoragePath(path: string): boolean {
  try {
    requireStoragePath(path);
    return true;
  } catch {
    return false;
  }
}

function requireExtension(path: string, file: string, allowed: readonly string[]): void {
  const extension = extensionOf(file);
  if (!isAllowed(extension, allowed)) throw fileTypeRefused(path, extension, allowed);
}

const isAllowed = (extension: string, allowed: readonly string[]) =>
  allowed.includes("*") || allowed.includes(extension);

/** The last ending in small letters; `.env` has none. */
function extensionOf(file: string): string {
  const dot = file.lastIndexOf(".");
  return dot > 0 ? file.slice(dot).toLowerCase() : "";
}

function requireName(path: string, name: string | undefined): string {
  if (name === undefined) throw invalidStoragePath(path, "has a part that is too long for a file system");
  return name;
}
