import { isPergolaError } from "@pergola/core";
import { resourceErrors } from "../errors.ts";

/** What a storage was asked for when something went wrong. */
export interface StorageCall {
  /** In words, for example `Writing "a.md"`. */
  readonly action: string;
  readonly basePath: string;
}

const FULL = new Set(["ENOSPC", "EDQUOT"]);
const DENIED = new Set(["EACCES", "EPERM", "EROFS"]);
const TOO_MANY = new Set(["EMFILE", "ENFILE"]);

/** Gives an error of the operating system a code; others are as they were. */
export function toStorageError(thrown: unknown, call: StorageCall): unknown {
  if (isPergolaError(thrown) || !isSystemError(thrown)) return thrown;
  if (FULL.has(thrown.code)) return diskFull(thrown, call);
  if (DENIED.has(thrown.code)) return denied(thrown, call);
  return failed(thrown, call);
}

/** What is at `place` is not what a storage puts there. @param isBase at the place of the storage's own folder: nothing works */
export function fileUnsafe(place: string, expected: "file" | "folder", isBase = false) {
  return resourceErrors.create("FILE_UNSAFE", {
    message: `At ${JSON.stringify(place)} there is something else than a plain ${expected}: a link, a pipe, a device, or a ${expected === "file" ? "folder" : "file"}.`,
    hint: "A storage neither makes nor follows such things: find out who put it there, and remove it.",
    details: { place, expected, ...(isBase && { isBase }) },
  });
}

export function fileTooLarge(path: string, maxFileBytes: number) {
  return resourceErrors.create("FILE_TOO_LARGE", {
    message: `The file ${JSON.stringify(path)} has more than ${maxFileBytes} bytes, which is the most that this storage takes.`,
    hint: "Split it, or raise maxFileBytes.",
    details: { path, maxFileBytes },
  });
}

export function fileTypeRefused(path: string, extension: string, allowed: readonly string[]) {
  return resourceErrors.create("FILE_TYPE_REFUSED", {
    message: `The file ${JSON.stringify(path)} has ${extension === "" ? "no extension" : `the extension "${extension}"`}; this storage takes ${allowed.join(", ")}.`,
    hint: "Use one of these extensions, or add yours to allowedExtensions.",
    details: { path, extension, allowed },
  });
}

/** @param limit for example `{ userBytes: 1000 }` */
export function quotaExceeded(path: string, limit: Readonly<Record<string, number>>) {
  const [[name = "", value = 0] = []] = Object.entries(limit);
  return resourceErrors.create("STORAGE_QUOTA_EXCEEDED", {
    message: `There is no room for the file ${JSON.stringify(path)}: quota.${name} is ${value}.`,
    hint: `Delete files, or raise quota.${name}.`,
    details: { path, ...limit },
  });
}

export function folderMissing(basePath: string) {
  return resourceErrors.create("STORAGE_FOLDER_MISSING", {
    message: `The folder of the storage, ${JSON.stringify(basePath)}, does not exist, and createDirs is false.`,
    hint: "Make the folder, or set createDirs to true.",
    details: { basePath },
  });
}

type SystemError = NodeJS.ErrnoException & { readonly code: string };

/** Whether it is an error of the operating system with this code, or with any. */
export function isSystemError(thrown: unknown, code?: string): thrown is SystemError {
  if (!(thrown instanceof Error)) return false;
  const { code: own, errno } = thrown as NodeJS.ErrnoException;
  return typeof own === "string" && typeof errno === "number" && (code === undefined || own === code);
}

function diskFull(cause: SystemError, { action, basePath }: StorageCall) {
  return resourceErrors.create("STORAGE_FULL", {
    message: `${action} failed: the disk that holds ${JSON.stringify(basePath)} has no room (${cause.code}).`,
    hint: "Free some space there, or set basePath to another disk. What was stored before is as it was.",
    details: { errno: cause.code, basePath },
    cause,
  });
}

function denied(cause: SystemError, { action, basePath }: StorageCall) {
  return resourceErrors.create("STORAGE_DENIED", {
    message: `${action} failed: this process may not do that in ${JSON.stringify(basePath)} (${cause.code}).`,
    hint: "Give the user that this process runs as the right to read and write there, or set basePath to another folder.",
    details: { errno: cause.code, basePath },
    cause,
  });
}

function failed(cause: SystemError, { action, basePath }: StorageCall) {
  return resourceErrors.create("STORAGE_FAILED", {
    message: `${action} in ${JSON.stringify(basePath)} failed: ${cause.message}.`,
    hint: TOO_MANY.has(cause.code)
      ? "The process has too many files open: do fewer things at a time, or raise its limit (ulimit -n)."
      : "The cause has what the operating system said.",
    details: { errno: cause.code, basePath },
    cause,
  });
}
