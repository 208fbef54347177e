import { type Clock, systemClock } from "@pergola/core";
import {
  invalidProviderConfig,
  modelParametersSchema,
  type ProviderFactory,
  schemaProblems,
} from "@pergola/resources";
import { z } from "zod";

/** The model that an offline provider may be asked for; there is one. */
const MODELS = ["offline"] as const;

const configSchema = z.strictObject({
  model: z.enum(MODELS).optional(),
  tokensPerSecond: z.number().min(0).max(100_000).optional(),
});

/** Text only; what else may be asked of a model is taken, and used or not. */
const parametersSchema = modelParametersSchema.extend({
  responseFormat: z.object({ type: z.literal("text") }).optional(),
});

export interface OfflineOptions {
  /** How fast answers are streamed, in words a second. Default 0: as fast as the reader pulls. */
  readonly tokensPerSecond?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/**
 * The built-in model that needs no network: deterministic rules that call tools, remember the conversation and quote
 * passages, and say plainly that they are not a language model.
 */
export function offline(options: OfflineOptions = {}): ProviderFactory<"llm"> {
  const { clock = systemClock, tokensPerSecond } = options;
  const problemsOf = (config: unknown) =>
    [{ tokensPerSecond }, config ?? {}].flatMap((part) => schemaProblems(configSchema, part));
  return {
    category: "llm",
    name: "offline",
    configSchema,
    parametersSchema,
    defaults: { tokensPerSecond },
    validateConfig: (config) => problemsOf(config),
    describe: () => "offline: built-in rules, not a language model; nothing leaves this machine",
    async create(config) {
      const problems = problemsOf(config);
      if (problems.length > 0) throw invalidProviderConfig("llm/offline", problems, { provider: "offline" });
      const own = configSchema.parse(config ?? {});
      const { OfflineChatModel } = await import("./offline-chat-model.ts");
      return new OfflineChatModel({ tokensPerSecond: own.tokensPerSecond ?? tokensPerSecond, clock });
    },
  };
}
