import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { throwIfAborted } from "@pergola/core";
import type { CliContext } from "../../cli/cli-context.ts";
import { write } from "../../cli/write.ts";

/**
 * Does work in a folder while no other process does: package managers that run side by side lose what the other one adds.
 * The operating system knows who works there by an address that is taken, so a process that was killed leaves nothing.
 *
 * @throws what the work throws, the signal's reason
 */
export async function oneAtATime<T>(
  folder: string,
  work: () => Promise<T>,
  context: Pick<CliContext, "stderr" | "signal">,
): Promise<T> {
  const release = await hold(folder, context);
  try {
    return await work();
  } finally {
    await release();
  }
}

type Release = () => Promise<void>;

async function hold(
  folder: string,
  { stderr, signal }: Pick<CliContext, "stderr" | "signal">,
): Promise<Release> {
  const address = addressOf(folder);
  for (let isFirst = true; ; isFirst = false) {
    throwIfAborted(signal);
    const release = await take(address);
    if (release !== undefined) return release;
    if (isFirst)
      await write(stderr, `Another installation works in ${folder}: waiting for its end.\n`, signal);
    await whileTaken(address, signal);
  }
}

const isFile = process.platform !== "linux" && process.platform !== "win32";

/** No file where the system has a better place. */
function addressOf(folder: string): string {
  const name = `pergola-install-${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  return isFile ? join(tmpdir(), name) : `\0${name}`;
}

/** Undefined when somebody else has it. */
async function take(address: string): Promise<Release | undefined> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => void waiting.add(socket.on("error", () => undefined)));
  const failure = await listening(server, address);
  if (failure === "EADDRINUSE") return undefined;
  // Where no address can be had, everybody works as if alone.
  if (failure !== undefined) return async () => undefined;
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of waiting) socket.destroy();
    });
}

const listening = (server: Server, address: string) =>
  new Promise<unknown>((resolve) => {
    server.once("error", (error: { readonly code?: unknown }) => resolve(error.code));
    server.listen(address, () => resolve(undefined));
  });

/** Ends when whoever has the address lets it go, or ends itself. */
async function whileTaken(address: string, signal: AbortSignal): Promise<void> {
  const socket = connect(address);
  const stop = () => void socket.destroy();
  signal.addEventListener("abort", stop, { once: true });
  let failure: unknown;
  socket.on("error", (error: { readonly code?: unknown }) => {
    failure = error.code;
  });
  await new Promise<void>((resolve) => void socket.resume().once("close", () => resolve()));
  signal.removeEventListener("abort", stop);
  // Left behind by one that was killed.
  if (isFile && failure === "ECONNREFUSED") await rm(address, { force: true });
}
