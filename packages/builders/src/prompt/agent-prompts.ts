import type { AgentConfig } from "@pergola/config";
import { isPergolaError, type PergolaError } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import { notConfigured } from "../not-configured.ts";
import type { CallOptions } from "../run/call-options.ts";
import type { RunStream } from "../run/run-stream.ts";
import { checkMessages } from "./check-messages.ts";
import { promptConfig } from "./prompt-config.ts";
import type { PromptDraft, PromptMessage } from "./prompt-draft.ts";
import type { PromptOptions, PromptRunner } from "./prompt-runner.ts";

/** What runs a definition. */
export interface Runnable {
  stream(input: { readonly messages: readonly unknown[] }, options: CallOptions): RunStream;
}

export interface AgentPromptsOptions {
  readonly definition: AgentConfig;
  /** Whether a model can be named at all. */
  readonly hasModel: () => boolean;
  readonly build: (config: AgentConfig) => Promise<Runnable>;
}

/** Prompts of an agent: each is built like an agent, over the same model service. */
export class AgentPrompts implements PromptRunner {
  readonly #options: AgentPromptsOptions;
  /** A prompt that is kept and asked again is built once. */
  readonly #built = new WeakMap<PromptDraft, Runnable>();

  constructor(options: AgentPromptsOptions) {
    this.#options = options;
  }

  async open(draft: PromptDraft, options: PromptOptions): Promise<RunStream> {
    const { definition, hasModel } = this.#options;
    if (draft.model === undefined && !hasModel()) throw notConfigured("llm");
    if (draft.messages.length === 0) throw emptyPrompt();
    checkMessages(draft.messages);
    const runnable = this.#built.get(draft) ?? (await this.#build(promptConfig(definition, draft)));
    this.#built.set(draft, runnable);
    const parameters = draft.parameters === undefined ? {} : { parameters: draft.parameters };
    return runnable.stream({ messages: messagesOf(draft) }, { ...options, ...parameters });
  }

  async #build(config: AgentConfig): Promise<Runnable> {
    try {
      return await this.#options.build(config);
    } catch (error) {
      throw isPergolaError(error, "INVALID_AGENT_CONFIG") ? invalidPrompt(error) : error;
    }
  }
}

function messagesOf({ system, messages }: PromptDraft): readonly PromptMessage[] {
  const first = system.length === 0 ? [] : [{ role: "system" as const, content: system.join("\n\n") }];
  return [...first, ...messages];
}

function emptyPrompt() {
  return builderErrors.create("INVALID_PROMPT", {
    message: "The prompt asks nothing: it has no message.",
    hint: 'Add one: agent.prompt().withUser("…").',
  });
}

/** The same defects; what they are defects of is a prompt, not an agent that somebody has defined. */
function invalidPrompt({ message, hint, details, cause }: PergolaError) {
  return builderErrors.create("INVALID_PROMPT", {
    message: message.replace(/^The definition of agent "[^"]*"/, "The prompt"),
    hint,
    details,
    cause,
  });
}
