import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { ROOT } from "./packed-project.test-helper.ts";

/** What a program outside the repository gave. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longest that one of them may take, in milliseconds. */
const TIMEOUT_MS = 120_000;

/**
 * Runs a program as somebody who does not have this repository: with a home of their own, and with no variable that leads
 * here. Only npm's cache is shared, so that what was downloaded once is there.
 */
export async function runOutside(
  program: string,
  args: readonly string[],
  { cwd, home }: { readonly cwd: string; readonly home: string },
): Promise<Ended> {
  const own = Object.entries(process.env).filter(([, value = ""]) => !value.includes(ROOT));
  const env = {
    ...Object.fromEntries(own),
    HOME: home,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    npm_config_cache: process.env.npm_config_cache ?? join(homedir(), ".npm"),
    npm_config_prefer_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_loglevel: "error",
    npm_config_update_notifier: "false",
  };
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: TIMEOUT_MS });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { status, stdout, stderr };
}

/** The same; what fails is an error with all that was written. @returns what was written on stdout */
export async function mustRunOutside(...call: Parameters<typeof runOutside>): Promise<string> {
  const { status, stdout, stderr } = await runOutside(...call);
  if (status === 0) return stdout;
  throw new Error(`${call[0]} ${call[1].join(" ")} failed in ${call[2].cwd}:\n${stderr || stdout}`);
}

const TSC = join(ROOT, "test/node_modules/typescript-7/bin/tsc");

/** Compiles a project. @returns the files that it is made of, the compiler's own left out */
export async function compileOutside(cwd: string, home: string): Promise<readonly string[]> {
  const output = await mustRunOutside(process.execPath, [TSC, "--project", cwd, "--listFiles"], {
    cwd,
    home,
  });
  return output
    .split("\n")
    .filter((path) => path !== "" && !/\/typescript[^/]*\/lib\/lib\.[^/]*$/.test(path));
}
