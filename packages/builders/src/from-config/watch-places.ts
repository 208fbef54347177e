import { type FSWatcher, statSync, unwatchFile, watch, watchFile } from "node:fs";
import { basename, dirname } from "node:path";
import { isAgentFile } from "./file-signatures.ts";

/** How often files are looked at that nothing is heard of: over a network, in a container. */
const POLL_MS = 2_000;

/**
 * Calls `onHint` when something may have happened to one of the files, also to one that is not there yet. It hears of the
 * directories, because editors replace files, and looks at the files now and then, because not every file system tells.
 * It keeps no process alive.
 *
 * @returns ends it
 */
export function watchPlaces(paths: readonly string[], onHint: () => void): () => void {
  const directories = [...new Set(paths.flatMap((path) => (isDirectory(path) ? path : dirname(path))))];
  const names = new Set(paths.map((path) => basename(path)));
  // A mounted config changes by a link beside it whose name begins with two dots.
  const onEvent = (name: string | null) => {
    if (name === null || names.has(name) || isAgentFile(name) || name.startsWith("..")) onHint();
  };
  const watchers = directories.flatMap((directory) => watchDirectory(directory, onEvent));
  const listener = () => onHint();
  for (const path of paths) watchFile(path, { persistent: false, interval: POLL_MS }, listener);
  return () => {
    for (const watcher of watchers) watcher.close();
    for (const path of paths) unwatchFile(path, listener);
  };
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // A link to itself, a folder that is closed to us: it may be mended.
    return false;
  }
}

/** None where the system has no more of them, or the directory is not there: then there is only the looking. */
function watchDirectory(directory: string, onEvent: (name: string | null) => void): readonly FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, (_, name) => onEvent(name));
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
