import type {
  ConsoleLogOptions,
  FileLogOptions,
  LiveLogOptions,
  LogComponent,
  LogLevel,
} from "@pergola/observability";
import { lazySchema } from "@pergola/resources/definition";
import { z } from "zod";

/** What is logged of an agent, and where to; an output that is left out has its defaults, `false` turns it off. */
export interface AgentLogging {
  /** Lines for people, on the error output. */
  readonly console?: false | Pick<ConsoleLogOptions, "level" | "format" | "components" | "resources">;
  /** A file that is put aside when it is full or a day old. */
  readonly file?:
    | false
    | Pick<
        FileLogOptions,
        "path" | "level" | "format" | "maxBytes" | "backups" | "daily" | "components" | "resources"
      >;
  /** Lines for who watches: `agent.log.subscribe()`. */
  readonly stream?: false | Pick<LiveLogOptions, "level" | "maxClients" | "components" | "resources">;
  /** Whether lines have what was said: prompts, answers, arguments and results of tools. Default false. */
  readonly content?: boolean;
}

/** Where the file is, unless it is said. */
const DEFAULT_LOG_PATH = "./logs/agent.jsonl";

const LEVELS = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];
const COMPONENTS = ["step", "resource", "run", "tool", "server"] as const satisfies readonly LogComponent[];

const off = lazySchema(() => z.literal(false).describe("Turned off."));

/** Which lines an output gets. */
const selection = (level: LogLevel) => ({
  level: z.enum(LEVELS).describe(`The least level. Default ${level}.`).optional(),
  components: z.array(z.enum(COMPONENTS)).describe("Only lines about these. Default: all.").optional(),
  resources: z
    .array(z.string().min(1))
    .describe("Only lines about these resources, by key. Default: all.")
    .optional(),
});

const format = (normally: "human" | "json") =>
  z.enum(["human", "json"]).describe(`For people, or for programs. Default ${normally}.`).optional();

/** Schema of {@link AgentLogging}. */
export const agentLoggingSchema = lazySchema(() =>
  z.strictObject({
    console: z
      .union([off, z.strictObject({ ...selection("info"), format: format("human") })])
      .describe("Lines on the error output.")
      .optional(),
    file: z
      .union([
        off,
        z.strictObject({
          ...selection("debug"),
          format: format("json"),
          path: z.string().min(1).describe(`Default ${DEFAULT_LOG_PATH}; folders are made.`).optional(),
          maxBytes: z.int().min(1).describe("A fuller file is put aside. Default 104857600.").optional(),
          backups: z.int().min(0).max(1_000).describe("How many of those are kept. Default 5.").optional(),
          daily: z.boolean().describe("Whether a new day begins a new file. Default true.").optional(),
        }),
      ])
      .describe("Lines in a file.")
      .optional(),
    stream: z
      .union([
        off,
        z.strictObject({
          ...selection("info"),
          maxClients: z.int().min(1).max(10_000).describe("Most readers at a time. Default 50.").optional(),
        }),
      ])
      .describe("Lines for who watches.")
      .optional(),
    content: z.boolean().describe("Whether lines have what was said. Default false.").optional(),
  } satisfies Record<keyof AgentLogging, z.ZodType>),
);
