import type { DatabaseFile } from "./database-file.ts";
import { openDatabaseFile } from "./open-database-file.ts";
import { realDatabasePath } from "./real-path.ts";

/** A share in an open file. */
export interface FileReference {
  readonly file: DatabaseFile;
  /** Gives the share back, once; the last one closes the file and waits for that. */
  release(): Promise<void>;
}

interface OpenFile {
  readonly file: Promise<DatabaseFile>;
  references: number;
  closing?: Promise<void>;
}

/** One entry for each real path that this copy of the package has open. */
const openFiles = new Map<string, OpenFile>();

/**
 * Opens a file, or takes a further share in it if it is open: by whatever path, also while the first opening is still
 * under way. DuckDB would let one process open a file twice, and lose rows.
 */
export async function openSharedFile(
  path: string,
  options: { readonly maxQueued: number; readonly now: number },
): Promise<FileReference> {
  const realPath = await realDatabasePath(path);
  const entry = await join(realPath, options);
  try {
    return referenceTo(realPath, entry, await entry.file);
  } catch (error) {
    if (openFiles.get(realPath) === entry) openFiles.delete(realPath);
    throw error;
  }
}

async function join(
  realPath: string,
  options: { readonly maxQueued: number; readonly now: number },
): Promise<OpenFile> {
  let entry = openFiles.get(realPath);
  while (entry?.closing !== undefined) {
    await entry.closing;
    entry = openFiles.get(realPath);
  }
  entry ??= { file: openDatabaseFile(realPath, options), references: 0 };
  openFiles.set(realPath, entry);
  entry.references += 1;
  return entry;
}

function referenceTo(realPath: string, entry: OpenFile, file: DatabaseFile): FileReference {
  let released: Promise<void> | undefined;
  const release = async () => {
    entry.references -= 1;
    if (entry.references > 0) return;
    entry.closing = file.close().finally(() => openFiles.delete(realPath));
    await entry.closing;
  };
  return { file, release: () => (released ??= release()) };
}
