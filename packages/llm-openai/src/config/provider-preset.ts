import type { OpenAiConfig } from "./openai-config.ts";

/** A vendor or server that speaks the chat-completions protocol. */
export interface ProviderPreset {
  /** Name of the provider: the part before the colon in `openai:gpt-5-mini`. */
  readonly name: string;
  /** With the version, for example `https://api.example.com/v1`. */
  readonly baseURL: string;
  /** Environment variable that holds the key, for example `EXAMPLE_API_KEY`. */
  readonly apiKeyVariable: string;
  /** Environment variable that replaces `baseURL`. Default none. */
  readonly baseURLVariable?: string;
  readonly organizationVariable?: string;
  readonly projectVariable?: string;
  /** Put under the config that `create` is given. */
  readonly defaults?: OpenAiConfig;
}
