import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

const BIN = join(import.meta.dirname, "../../node_modules/.bin");

/** Runs a program with the Node of this repository first in the path. @returns what it wrote. @throws when it fails, with all that it wrote */
export function runProgram(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: [BIN, process.env.PATH].join(delimiter) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed in ${cwd}:\n${stdout}${stderr}`);
  return stdout;
}
