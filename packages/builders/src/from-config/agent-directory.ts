import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { builderErrors } from "../errors.ts";

/** @throws AGENT_DIRECTORY_NOT_FOUND for what is no directory */
export async function assertDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw builderErrors.create("AGENT_DIRECTORY_NOT_FOUND", {
    message:
      found === undefined
        ? `There is no directory ${resolve(path)}.`
        : `${resolve(path)} is a file, not a directory.`,
    hint: "Give the directory that holds agent.yaml; for a file there is Agent.fromConfig.",
    details: { path: resolve(path) },
  });
}
