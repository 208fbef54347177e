// npm run dev: rebuilds the page and restarts the server when a source changes; one URL, printed by the server.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const running: ChildProcess[] = [];

function start(command: string, args: readonly string[], folder: string): ChildProcess {
  const child = spawn(command, args, { cwd: folder, stdio: ["inherit", "pipe", "inherit"] });
  child.stdout?.pipe(process.stdout);
  child.once("exit", (code) => stop(code ?? 0));
  running.push(child);
  return child;
}

function stop(code: number): void {
  process.exitCode = code;
  for (const child of running) if (child.exitCode === null) child.kill("SIGTERM");
}

/** Resolves when the page has been built once. */
function firstBuild(page: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    page.stdout?.on("data", (chunk: Buffer) => {
      if (/built in/.test(chunk.toString())) resolve();
    });
  });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop(0));

const dashboard = join(root, "apps/dashboard");
const page = start(join(dashboard, "node_modules/.bin/vite"), ["build", "--watch"], dashboard);
await firstBuild(page);
if (!existsSync(join(dashboard, "dist/app/index.html")))
  throw new Error("The page was built, but not to dist/app.");
start(
  process.execPath,
  ["--watch", "--conditions=@pergola/source", join(root, "apps/server/src/main.ts")],
  root,
);
