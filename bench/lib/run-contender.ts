import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Sample } from "./row.ts";

const CHILD = join(import.meta.dirname, "../child.ts");

/** Nobody traces, nobody warns: the work is the same for all. */
const QUIET = {
  NODE_ENV: "production",
  LANGSMITH_TRACING: "false",
  LANGCHAIN_TRACING_V2: "false",
  LANGCHAIN_CALLBACKS_BACKGROUND: "false",
};

/** Measures one contender in a fresh process. */
export async function runContender(work: string, row: string, contender: string): Promise<Sample> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, work, row, contender], {
    env: { ...process.env, ...QUIET },
    timeout: 120_000,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Sample;
}
