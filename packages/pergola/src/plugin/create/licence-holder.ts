import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pathOutside } from "../path-outside.ts";

const NOBODY = "the authors";
const MAX_NAME = 200;

/** Whose name a licence gets: the one that git knows in this folder, else "the authors". */
export async function licenceHolder(cwd: string, signal: AbortSignal): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("git", ["config", "user.name"], {
      cwd,
      env: { ...process.env, PATH: pathOutside(cwd) },
      signal,
      encoding: "utf8",
      timeout: 5_000,
      maxBuffer: 65_536,
    });
    const name = stdout.replace(/\p{Cc}+/gu, " ").trim();
    return name === "" || name.length > MAX_NAME ? NOBODY : name;
  } catch {
    signal.throwIfAborted();
    return NOBODY; // There is no git, or it knows no name.
  }
}
