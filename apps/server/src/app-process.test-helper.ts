import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An address where nobody listens: no Ollama of this machine takes part in a test. */
const NO_OLLAMA = "http://127.0.0.1:1";

/** The app in a process of its own. */
export interface AppProcess {
  /** Everything it has written so far. */
  readonly output: string;
  /** The url that it printed. Rejects when it ends before. */
  url(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

/** @param env besides PATH, the cache of compiled modules and a port of its own; `folder` is working directory and data folder */
export function startApp(folder: string, env: Record<string, string | undefined> = {}): AppProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(
    process.execPath,
    ["--conditions=@pergola/source", join(import.meta.dirname, "main.ts")],
    {
      cwd: folder,
      env: { PATH, NODE_COMPILE_CACHE, PORT: "0", PERGOLA_DATA: folder, OLLAMA_HOST: NO_OLLAMA, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const read = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string | null);
  return {
    get output() {
      return output;
    },
    url: () => printedUrl(child, ended, () => output),
    signal: (name) => void child.kill(name),
    ended,
  };
}

async function printedUrl(
  child: ChildProcess,
  ended: Promise<unknown>,
  output: () => string,
): Promise<string> {
  for (;;) {
    const [, url] = /open (http:\/\/[^/"]+)\//.exec(output()) ?? [];
    if (url !== undefined) return url;
    const more = child.stdout === null ? ended : once(child.stdout, "data");
    const isOver = await Promise.race([more.then(() => false), ended.then(() => true)]);
    if (isOver) throw new Error(`The app has ended without a url:\n${output()}`);
  }
}

/** A folder that is gone afterwards, also when an app still writes into it as the test ends. */
export async function tempFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "pergola-app-"));
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 10 });
  return { path, [Symbol.asyncDispose]: remove };
}

/** Listens on loopback; a busy port is an error. */
export async function listenLocally(server: Server, port = 0): Promise<string> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An Ollama with one embedding model and one chat model, whose chat route is that of `baseURL`. */
export function ollamaOver(baseURL: string): Server {
  return createServer(async (request, response) => {
    if (request.url === "/api/tags") {
      const models = [
        { name: "nomic-embed-text:latest", details: { family: "nomic-bert" } },
        { name: "llama3.2:3b", details: { family: "llama" } },
      ];
      response.setHeader("content-type", "application/json").end(JSON.stringify({ models }));
      return;
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    const path = String(request.url).replace(/^\/v1/, "");
    const answer = await fetch(baseURL + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(await answer.text());
  });
}
