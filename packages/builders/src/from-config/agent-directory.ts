import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { builderErrors } from "../errors.ts";

/** @throws AGENT_DIRECTORY_NOT_FOUND for what is no directory */
export async function assertDirectory(path: string): Promise<void> {
  if (typeof path !== "string" || path === "") throw noPath(path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw builderErrors.create("AGENT_DIRECTORY_NOT_FOUND", {
    message:
      found === undefined
        ? `There is no directory ${resolve(path)}.`
        : `${resolve(path)} is a file, not a directory.`,
    hint: HINT,
    details: { path: resolve(path) },
  });
}

const HINT = "Give the directory that holds agent.yaml; for a file there is Agent.fromConfig.";

function noPath(path: unknown) {
  return builderErrors.create("AGENT_DIRECTORY_NOT_FOUND", {
    message: `The path of a directory is ${path === "" ? "an empty text" : `a value of type ${typeof path}`}; expected a text.`,
    hint: HINT,
  });
}
