import { type ChildProcess, spawn } from "node:child_process";
import { errorMessage, throwIfAborted } from "@pergola/core";
import type { CliContext, CliOutput } from "../../cli/cli-context.ts";
import { printable } from "../../cli/printable.ts";
import { write } from "../../cli/write.ts";
import { pergolaErrors } from "../../errors.ts";
import { pathOutside } from "../path-outside.ts";
import { commandLine, type ManagerCommand } from "./manager-command.ts";
import { programToStart } from "./program-to-start.ts";
import { packageManagerMissing } from "./start-errors.ts";

/** How long a package manager may take to end after it was asked to, in milliseconds. */
const GRACE_MS = 5_000;

/** What every package manager reads, besides the options: scripts are off for what it starts itself, too. */
const NO_SCRIPTS = { npm_config_ignore_scripts: "true", YARN_ENABLE_SCRIPTS: "0" };

/**
 * Runs a package manager to its end; whatever it says goes to `stderr`. The signal ends it and all that it has started.
 *
 * @throws PACKAGE_MANAGER_MISSING, INSTALL_FAILED, the signal's reason
 */
export async function runManager(
  command: ManagerCommand,
  { stderr, signal }: Pick<CliContext, "stderr" | "signal">,
): Promise<void> {
  throwIfAborted(signal);
  const { program, args, cwd } = command;
  const path = pathOutside(cwd);
  const start = programToStart(program, { path });
  const child = spawn(start.file, [...start.args, ...args], {
    cwd,
    env: { ...process.env, ...NO_SCRIPTS, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    // A group of its own, so that all of it can be ended.
    detached: process.platform !== "win32",
  });
  const stop = stopOn(signal, child);
  const ended = endOf(child);
  try {
    const pass = (from: NodeJS.ReadableStream) => passOn(from, stderr, signal);
    await Promise.all([pass(child.stdout), pass(child.stderr), ended]);
  } catch (cause) {
    throwIfAborted(signal);
    throw notStarted(command, cause);
  } finally {
    stop();
  }
  throwIfAborted(signal);
  const { code, endedBy } = await ended;
  if (code !== 0)
    throw failed(command, code === null ? `was ended by ${endedBy}` : `ended with code ${code}`);
}

interface ProcessEnd {
  readonly code: number | null;
  readonly endedBy: NodeJS.Signals | null;
}

const endOf = (child: ChildProcess) =>
  new Promise<ProcessEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, endedBy) => resolve({ code, endedBy }));
  });

/** A reader that left does not end the installation: half of one is worse than an unread one. */
async function passOn(from: NodeJS.ReadableStream, to: CliOutput, signal: AbortSignal): Promise<void> {
  for await (const text of from.setEncoding("utf8"))
    await write(to, printable(String(text), to), signal).catch(() => undefined);
}

/** @returns what to call when the process has ended */
function stopOn(signal: AbortSignal, child: ChildProcess): () => void {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    end(child, "SIGTERM");
    timer = setTimeout(() => end(child, "SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return () => {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(timer);
  };
}

function end(child: ChildProcess, by: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(by);
    else process.kill(-child.pid, by);
  } catch {
    // It has ended already.
  }
}

function notStarted(command: ManagerCommand, cause: unknown) {
  const { program } = command;
  if ((cause as { readonly code?: unknown }).code !== "ENOENT")
    return failed(command, `could not be started: ${errorMessage(cause)}`);
  return packageManagerMissing(program);
}

function failed(command: ManagerCommand, how: string) {
  return pergolaErrors.create("INSTALL_FAILED", {
    message: `${commandLine(command)} ${how}.`,
    hint: "What it said stands above.",
    details: { program: command.program, args: command.args, cwd: command.cwd },
  });
}
