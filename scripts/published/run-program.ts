import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";

const BIN = join(import.meta.dirname, "../../node_modules/.bin");

/** Runs a program with the Node of this repository first in the path. @returns what it wrote. @throws when it fails */
export function runProgram(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: [BIN, process.env.PATH].join(delimiter) },
    stdio: ["ignore", "pipe", "inherit"],
  });
}
