import type { CallOptions } from "../run/call-options.ts";
import type { RunStream } from "../run/run-stream.ts";
import type { PromptDraft } from "./prompt-draft.ts";

/** Options of one call of a prompt: those of a run that stores nothing. */
export type PromptOptions = Omit<CallOptions, "sessionId" | "history" | "parameters" | "tools">;

/** Runs prompts with an agent's model, tools, limits and retries. */
export interface PromptRunner {
  /** @throws LLM_NOT_CONFIGURED, INVALID_PROMPT, AGENT_CLOSED */
  open(draft: PromptDraft, options: PromptOptions): Promise<RunStream>;
}
