import { randomUUID } from "node:crypto";
import { chmod, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { outputFailed } from "./output-failed.ts";

/** Writes a file as a whole or not at all: whoever stops in between finds the old one. @throws OUTPUT_FAILED */
export async function writeOutput(path: string, text: string, file: string): Promise<void> {
  try {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) await replace(path, text);
    else if (found.isFile()) await replace(await realpath(path), text, found.mode);
    else await writeFile(path, text); // A pipe or a device.
  } catch (cause) {
    throw outputFailed(file, cause);
  }
}

async function replace(path: string, text: string, mode?: number): Promise<void> {
  const beside = join(dirname(path), `.pergola-${randomUUID()}`);
  try {
    await writeFile(beside, text, { flag: "wx" });
    if (mode !== undefined) await chmod(beside, mode);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
