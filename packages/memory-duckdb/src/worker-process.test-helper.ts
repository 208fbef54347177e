import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface WorkerProcess extends AsyncDisposable {
  readonly pid: number | undefined;
  /** Every line that it has written so far. */
  readonly lines: readonly string[];
  /** Resolves at the n-th line. */
  reach(lineCount: number): Promise<void>;
  /** Ends it with SIGKILL and waits until it is gone and all that it wrote is read. */
  kill(): Promise<void>;
}

/** Starts a worker on a file. */
export function startWorker(path: string, name: string, worker = "./worker.test-helper.ts"): WorkerProcess {
  const script = fileURLToPath(new URL(worker, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@pergola/source", script, path, name], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const { lines, reach } = linesOf(child);
  const kill = async () => {
    child.kill("SIGKILL");
    await closed;
  };
  return { pid: child.pid, lines, reach, kill, [Symbol.asyncDispose]: kill };
}

function linesOf(child: ChildProcessByStdio<null, Readable, null>) {
  const lines: string[] = [];
  const waiting = new Map<number, () => void>();
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`The worker ended by itself with code ${code}.`)));
  });
  ended.catch(() => {}); // only of interest to those who wait for a line
  createInterface({ input: child.stdout }).on("line", (line) => waiting.get(lines.push(line))?.());
  const reach = (lineCount: number) => {
    if (lines.length >= lineCount) return Promise.resolve();
    const reached = new Promise<void>((resolve) => waiting.set(lineCount, resolve));
    return Promise.race([reached, ended]);
  };
  return { lines, reach };
}
