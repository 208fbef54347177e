import { noneIfMissing } from "./open-file.ts";
import type { Root } from "./root.ts";
import { isLeftover, isTemporary } from "./temporary-name.ts";
import { forEachFile } from "./walk.ts";

/** Removes what writes of ended processes have left unfinished. @returns how many files */
export async function sweepLeftovers(root: Root, signal: AbortSignal | undefined): Promise<number> {
  const emptied: (readonly string[])[] = [];
  await forEachFile(
    root.io,
    await root.find([]),
    async ({ folders, folder, name }) => {
      if (!isTemporary(name)) return;
      const stats = await root.io.lstat(folder.address(name)).catch(noneIfMissing);
      if (stats === undefined || !isLeftover(name, stats.mtimeMs)) return;
      if (!folder.hasHandle) await folder.assertInPlace();
      await root.io.unlink(folder.address(name)).catch(noneIfMissing);
      emptied.push(folders);
    },
    { signal },
  );
  for (const folders of emptied) await root.removeEmpty(folders);
  return emptied.length;
}
