import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

/** The demo as a newcomer starts it, in a process of its own. */
export interface DemoServer {
  readonly url: string;
  /** Ends the process without warning, as a crash does. */
  kill(): Promise<void>;
}

export interface DemoOptions {
  /** The folder for its data. */
  readonly data: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, "..", "..");

export async function startDemo({ data, port, env = {} }: DemoOptions): Promise<DemoServer> {
  const chosen = port ?? (await freePort());
  const child = spawn(
    process.execPath,
    ["--conditions=@pergola/source", join(ROOT, "apps/server/src/main.ts")],
    {
      cwd: data,
      env: {
        PATH: process.env.PATH,
        HOME: data,
        PORT: String(chosen),
        PERGOLA_DATA: data,
        OLLAMA_HOST: "http://127.0.0.1:1",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const url = `http://127.0.0.1:${chosen}`;
  await untilUp(child, url);
  return {
    url,
    async kill() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

async function untilUp(child: ChildProcess, url: string): Promise<void> {
  let output = "";
  const failed = Promise.withResolvers<never>();
  const up = new Promise<void>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(url)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
  });
  child.once("exit", (code) => failed.reject(new Error(`The demo ended with ${code}:\n${output}`)));
  await Promise.race([up, failed.promise]);
  failed.promise.catch(() => undefined);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
