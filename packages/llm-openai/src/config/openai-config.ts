import type { Clock } from "@pergola/core";
import { z } from "zod";
import { openAiParametersSchema } from "./openai-parameters.ts";

const isFunction = (value: unknown): boolean => typeof value === "function";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const parameters = openAiParametersSchema.shape;

/** Config of an OpenAI-compatible provider. Every key may also come from the factory's defaults; some from the environment. */
export const openAiConfigSchema = z.strictObject({
  /** Required, here or in the defaults, for example `gpt-5-mini`. */
  model: z.string().min(1).optional(),
  /** Default: the provider's variable (`OPENAI_API_KEY`). Not needed for servers on loopback. */
  apiKey: z.string().min(1).optional(),
  /** With the version, without `/chat/completions`. A query is kept. Default: `OPENAI_BASE_URL`, else the vendor's. */
  baseURL: z.string().min(1).optional(),
  /** Default `OPENAI_ORG_ID`. */
  organization: z.string().min(1).optional(),
  /** Default `OPENAI_PROJECT_ID`. */
  project: z.string().min(1).optional(),
  /** 0 to 2. */
  temperature: parameters.temperature,
  /** 0 to 1. */
  topP: parameters.topP,
  /** Most tokens to answer with; 1 or more. */
  maxTokens: parameters.maxTokens,
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  seed: parameters.seed,
  /** −2 to 2. */
  presencePenalty: parameters.presencePenalty,
  /** −2 to 2. */
  frequencyPenalty: parameters.frequencyPenalty,
  /** Longest silence of the vendor, before the headers and between bytes. Default 60 000. */
  timeoutMs: z.int().min(1).max(2_147_483_647).optional(),
  /** Sent with every request; they win over the provider's own. */
  headers: z.record(z.string(), z.string()).optional(),
  /** What `maxTokens` is called on the wire. Default `max_completion_tokens` for api.openai.com, else `max_tokens`. */
  maxTokensParameter: z.enum(["max_tokens", "max_completion_tokens"]).optional(),
  /** False: ask for the whole answer at once, for servers that cannot stream. Default true. */
  streaming: z.boolean().optional(),
  /** Ask for token counts at the end of a stream (`stream_options`). Default true. */
  streamUsage: z.boolean().optional(),
  /** Fields for the request body that this package has no name for, for example `{ reasoning_effort: "low" }`. */
  extraBody: z.record(z.string(), z.unknown()).optional(),
  /** Default: the global `fetch`. */
  fetch: z.custom<typeof globalThis.fetch>(isFunction, "Expected a function").optional(),
  /** For time-outs and `Retry-After`. Default: the system's. */
  clock: z.custom<Clock>(isObject, "Expected a clock").optional(),
});

/** See {@link openAiConfigSchema}. */
export type OpenAiConfig = z.input<typeof openAiConfigSchema>;
