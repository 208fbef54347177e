import { lstat, mkdir, open, readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pergolaErrors } from "../../errors.ts";
import { outputFailed } from "../../visualize/output-failed.ts";

/** @throws FOLDER_NOT_EMPTY when something is at the path that a new plugin would be mixed with, OUTPUT_FAILED */
export async function assertFree(folder: string): Promise<void> {
  const found = await lstat(folder).catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code === "ENOENT") return undefined;
    throw outputFailed(folder, error);
  });
  if (found === undefined) return;
  const holds = await readdir(folder).catch((error: unknown) => {
    if (!found.isDirectory()) throw notFree(folder, "is no folder");
    throw outputFailed(folder, error);
  });
  if (holds.length > 0) throw notFree(folder, "is not empty");
}

const notFree = (folder: string, why: string) =>
  pergolaErrors.create("FOLDER_NOT_EMPTY", {
    message: `${folder} ${why}; expected none, or an empty one. Nothing was written.`,
    hint: "Give another one with --dir, or remove it.",
    details: { folder },
  });

/** Writes files into a folder that is free: all, or none. @throws OUTPUT_FAILED, the signal's reason */
export async function writePlugin(
  folder: string,
  files: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const [path, text] of Object.entries(files)) {
      signal.throwIfAborted();
      const file = join(folder, path);
      const made = await mkdir(dirname(file), { recursive: true });
      if (made !== undefined) undo.push(() => removeFolders(dirname(file), made));
      const handle = await open(file, "wx");
      undo.push(() => rm(file));
      await handle.writeFile(text).finally(() => handle.close());
    }
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined); // What went wrong first is told.
    signal.throwIfAborted();
    throw notWritten(folder, error);
  }
}

/** Folders are made here, so none is missing: that is what Node says of a disk that can only be read. */
export function notWritten(folder: string, error: unknown) {
  const isRefused = (error as { readonly code?: unknown } | null)?.code === "ENOENT";
  return outputFailed(folder, isRefused ? new Error("nothing can be made there", { cause: error }) : error);
}

/** Removes folders from the inner to the outer one, as long as they are empty. */
async function removeFolders(inner: string, outer: string): Promise<void> {
  await rmdir(inner);
  if (inner !== outer) await removeFolders(dirname(inner), outer);
}
