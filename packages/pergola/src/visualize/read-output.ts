import { readFile, stat } from "node:fs/promises";
import { outputFailed } from "./output-failed.ts";

/** What a file holds now; undefined when there is none, or when it is a pipe or a device. @throws OUTPUT_FAILED */
export async function readOutput(path: string, file: string): Promise<Buffer | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() || found.isDirectory() ? await readFile(path) : undefined;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw outputFailed(file, cause);
  }
}
