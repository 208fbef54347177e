import { statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";

/** What the environment may set; everything has a default. */
const environmentSchema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  PERGOLA_TOKEN: z.string().min(1).optional(),
  PERGOLA_DATA: z.string().min(1).default(".pergola"),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_MODEL: z.string().min(1).default("gpt-5-mini"),
  OLLAMA_HOST: z.string().min(1).default("http://127.0.0.1:11434"),
  OLLAMA_MODEL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** Settings of the demo, read once at start. */
export type Settings = z.output<typeof environmentSchema> & {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
};

/**
 * Reads `.env` of the working directory, if there is one, and the environment, which wins.
 *
 * @throws an error that lists every variable that is wrong
 */
export function readSettings(): Settings {
  // A folder of this name is not ours: some tools keep one.
  if (statSync(".env", { throwIfNoEntry: false })?.isFile()) process.loadEnvFile(".env");
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const parsed = environmentSchema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { ...parsed.data, dataFolder: resolve(parsed.data.PERGOLA_DATA) };
  throw new Error(`The environment has wrong settings:\n${z.prettifyError(parsed.error)}`);
}
