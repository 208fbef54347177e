import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Sample, Settings } from "./row.ts";

const CHILD = join(import.meta.dirname, "../child.ts");

/** Nobody traces, nobody warns, nobody calls home: the work is the same for all. */
const QUIET = {
  NODE_ENV: "production",
  DO_NOT_TRACK: "1",
  OTEL_SDK_DISABLED: "true",
  LANGSMITH_TRACING: "false",
  LANGCHAIN_TRACING_V2: "false",
  LANGCHAIN_CALLBACKS_BACKGROUND: "false",
  MASTRA_TELEMETRY_DISABLED: "1",
  MASTRA_OFFLINE: "true",
  OPENAI_AGENTS_DISABLE_TRACING: "1",
  VOLTAGENT_LOG_LEVEL: "error",
};

/** One measurement: which one, and how. */
export interface Order {
  readonly work: string;
  readonly row: string;
  readonly contender: string;
  readonly settings: Settings;
}

/** Measures one contender in a fresh process. @throws with what the process said when it failed */
export async function runContender(order: Order): Promise<Sample> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", CHILD, JSON.stringify(order)],
      { env: { ...process.env, ...QUIET }, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 },
    );
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Sample;
  } catch (error) {
    throw new Error(reasonOf(error as ChildFailure), { cause: error });
  }
}

interface ChildFailure {
  readonly message: string;
  readonly stderr?: string;
  readonly killed?: boolean;
}

/** The line that says what went wrong: of an uncaught error, or else the last one. */
export function reasonOf({ message, stderr = "", killed = false }: ChildFailure): string {
  if (killed) return "It took too long and was ended.";
  const lines = stderr.trim().split("\n");
  return lines.find((line) => /^(\w*Error\b.*: )/.test(line)) ?? (lines.at(-1) || message);
}
