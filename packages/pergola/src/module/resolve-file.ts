import { readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nearestName } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";

/** The URL of a file that is there. @throws FLOW_FILE_NOT_FOUND */
export async function resolveFile(file: string, cwd: string): Promise<string> {
  const url = toFileUrl(file, cwd);
  const path = fileURLToPath(url);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return url.href;
  throw pergolaErrors.create("FLOW_FILE_NOT_FOUND", {
    message: found === undefined ? `There is no file ${file} in ${cwd}.` : `${file} is no file but a folder.`,
    hint:
      (found === undefined ? await nearestFile(path) : undefined) ??
      "Give the path of a module, from the working folder, with its ending.",
    details: { file },
  });
}

function toFileUrl(file: string, cwd: string): URL {
  if (!file.startsWith("file:")) return pathToFileURL(resolve(cwd, file));
  try {
    fileURLToPath(file);
    return new URL(file);
  } catch (cause) {
    throw pergolaErrors.create("FLOW_FILE_NOT_FOUND", {
      message: `${file} is no URL of a file on this machine.`,
      hint: "Write it as file:///folder/flow.ts, or give a path.",
      details: { file },
      cause,
    });
  }
}

async function nearestFile(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch(() => []);
  const nearest = nearestName(basename(path), names);
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`;
}
