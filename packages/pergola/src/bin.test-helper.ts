import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");

/** A project of a user: these files, and the packages that this one has. It goes when the test ends. */
export function tempProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pergola-cli-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(PACKAGE, "node_modules"), join(folder, "node_modules"), "dir");
  for (const [path, content] of Object.entries({ "package.json": '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export interface BinOptions {
  readonly cwd: string;
  /** Default: stdin is at its end. */
  readonly stdin?: string | Uint8Array;
  /** Variables besides PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
  /** Is told what came on stdout so far, and may end the process. */
  readonly onStdout?: (text: string, child: { kill(signal: NodeJS.Signals): void; leave(): void }) => void;
}

export interface BinResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program in a process of its own. */
export function runBin(args: readonly string[], options: BinOptions): Promise<BinResult> {
  const bin = join(PACKAGE, "src/bin.ts");
  const node = ["--conditions=@pergola/source", ...(options.node ?? []), bin, ...args];
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, node, {
    cwd: options.cwd,
    env: { PATH, NODE_COMPILE_CACHE, ...options.env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const told = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    told.stdout += text;
    options.onStdout?.(told.stdout, {
      kill: (signal) => child.kill(signal),
      leave: () => child.stdout.destroy(),
    });
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    told.stderr += text;
  });
  child.stdin.end(options.stdin ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...told }));
  });
}

/** A flow of two nodes that streams what it counts. */
export const WORDS = `
import { createFlow, node } from "@pergola/flow-runtime";
const split = node({ name: "split", policy: { maxRetries: 2 } }, (text: string) => text.split(" "));
const count = node({ name: "count" }, async (words: string[], { emitChunk }) => {
  for (const word of words) await emitChunk({ text: word + ", " });
  return { words: words.length };
});
export const flow = createFlow({ name: "words", edges: [split.to(count)] });
`;
