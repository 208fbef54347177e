import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

/** The demo as a newcomer starts it, in a process of its own. */
export interface DemoServer {
  readonly url: string;
  /** What it has printed so far. */
  output(): string;
  /** Sends a signal and resolves with the exit code, or the signal's name, once it has ended. */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
  /** Ends the process without warning, as a crash does. */
  kill(): Promise<void>;
}

export interface DemoOptions {
  /** The folder for its data, and its working directory. */
  readonly data: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, "..", "..");
const URL_LINE = /open (http:\/\/[^/\s"]+)/;

/** Starts it and waits for the url that it prints. @throws its output when it ends before */
export async function startDemo({ data, port, env = {} }: DemoOptions): Promise<DemoServer> {
  const child = spawnDemo(data, { PORT: String(port ?? (await freePort())), ...env });
  const printed = collect(child);
  const exited = once(child, "exit");
  const url = await Promise.race([printed.match(URL_LINE), endedEarly(exited, printed.text)]);
  return {
    url,
    output: printed.text,
    async end(signal) {
      child.kill(signal);
      const [code, by] = await exited;
      return code ?? by;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Starts it where it cannot run; resolves with its exit code and what it said. */
export async function failingDemo(data: string, env: Readonly<Record<string, string>>) {
  const child = spawnDemo(data, env);
  const printed = collect(child);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: printed.text() };
}

function spawnDemo(data: string, env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const base = {
    PATH,
    NODE_COMPILE_CACHE,
    HOME: data,
    PERGOLA_DATA: data,
    OLLAMA_HOST: "http://127.0.0.1:1",
  };
  return spawn(process.execPath, ["--conditions=@pergola/source", join(ROOT, "apps/server/src/main.ts")], {
    cwd: data,
    env: { ...base, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function collect(child: ChildProcess) {
  let text = "";
  let onText = (): void => {};
  const read = (chunk: Buffer) => {
    text += chunk.toString();
    onText();
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  return {
    text: () => text,
    match: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        onText = () => {
          const found = pattern.exec(text)?.[1];
          if (found !== undefined) resolve(found);
        };
        onText();
      }),
  };
}

async function endedEarly(exited: Promise<unknown[]>, output: () => string): Promise<never> {
  const [code] = await exited;
  throw new Error(`The demo ended with ${code}:\n${output()}`);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
