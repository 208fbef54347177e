import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { configFileNotRead, systemCode } from "../config-file-errors.ts";
import { decodeText } from "../source/decode-text.ts";
import { readBytes } from "../source/read-bytes.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentOptions {
  readonly env: Environment;
  /** A path, or false for none. Default: `.env` in `directory`, if there is one. */
  readonly dotenv?: string | false | undefined;
  readonly directory: string;
  readonly maxBytes: number;
  readonly onFile?: ((path: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What variables are taken from: the environment, and under it a `.env` file. @throws CONFIG_FILE_NOT_READ */
export async function fileEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const { env, dotenv, directory } = options;
  if (dotenv === false) return env;
  const path = resolve(directory, dotenv ?? ".env");
  options.onFile?.(path);
  const text = await dotenvText(path, dotenv !== undefined, options);
  if (text === undefined) return env;
  const given = Object.entries(env).filter(([, value]) => value !== undefined);
  return { ...parseEnv(text), ...Object.fromEntries(given) };
}

async function dotenvText(path: string, isAsked: boolean, { maxBytes, signal }: EnvironmentOptions) {
  const bytes = await readBytes(path, maxBytes + 1, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    const code = systemCode(error);
    // A folder of that name is something else: Python keeps an environment of its own in one.
    if (!isAsked && (code === "ENOENT" || code === "EISDIR")) return undefined;
    throw notRead(path, `it is not readable (${code})`, error);
  });
  if (bytes === undefined) return undefined;
  if (bytes.length > maxBytes) throw notRead(path, `it is longer than ${maxBytes} bytes`);
  const { text, brokenAt } = decodeText(bytes);
  if (brokenAt !== undefined) throw notRead(path, "it is not written in UTF-8");
  return text;
}

const notRead = (path: string, why: string, cause?: unknown) =>
  configFileNotRead(
    path,
    `The variables of ${path} cannot be read: ${why}.`,
    "Mend the file, name another with `dotenv`, or pass `dotenv: false`.",
    cause,
  );
