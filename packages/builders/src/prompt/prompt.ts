import type { ModelParameters, ModelReference, StoredMessage } from "@pergola/resources";
import { fromLangChainTool, type LangChainTool, type Tool } from "@pergola/tools";
import type { z } from "zod";
import { isLangChainTool } from "../langchain-tools.ts";
import type { PromptDraft, PromptMessage } from "./prompt-draft.ts";
import { type PromptResult, toPromptResult } from "./prompt-result.ts";
import type { PromptOptions, PromptRunner } from "./prompt-runner.ts";
import { createPromptStream, type PromptStream } from "./prompt-stream.ts";

const EMPTY: PromptDraft = { system: [], messages: [] };

/**
 * Asks the agent's model something, apart from its steps and its conversations. Immutable: every `with…` gives a new
 * one, so that a prompt can be kept and asked again.
 */
export class Prompt<Output = string> {
  readonly #runner: PromptRunner;
  readonly #draft: PromptDraft;

  /** @internal */
  constructor(runner: PromptRunner, draft: PromptDraft = EMPTY) {
    this.#runner = runner;
    this.#draft = draft;
  }

  /** What will be sent, without what the system says. */
  get messages(): readonly PromptMessage[] {
    return this.#draft.messages;
  }

  /** Said to the model first, as it is: no template. Several are paragraphs of one. */
  withSystem(text: string): Prompt<Output> {
    return this.#with({ system: [...this.#draft.system, text] });
  }

  /** Text, or content blocks in LangChain's shape. */
  withUser(content: StoredMessage["content"]): Prompt<Output> {
    return this.withMessages([typeof content === "string" ? content : { role: "user", content }]);
  }

  /** Adds messages after the others: text, `{ role, content }`, or LangChain's. */
  withMessages(messages: readonly PromptMessage[]): Prompt<Output> {
    return this.#with({ messages: [...this.#draft.messages, ...messages] });
  }

  /** Tools that the model may call, ours, LangChain's, or names of the agent's; it goes on with their results. */
  withTools(tools: readonly (Tool | LangChainTool | string)[]): Prompt<Output> {
    const added = tools.map((tool) => (isLangChainTool(tool) ? fromLangChainTool(tool) : tool));
    return this.#with({ tools: [...(this.#draft.tools ?? []), ...added] });
  }

  /** The answer must be JSON of this shape; `result.output` is the value. With tools it is asked for once they are done. */
  withOutput<Schema extends z.ZodType>(schema: Schema): Prompt<z.output<Schema>> {
    return new Prompt<z.output<Schema>>(this.#runner, { ...this.#draft, output: schema });
  }

  /** Another model than the agent's. */
  withModel(model: ModelReference): Prompt<Output> {
    return this.#with({ model });
  }

  /** For example `{ temperature: 0 }`. */
  withParameters(parameters: ModelParameters): Prompt<Output> {
    return this.#with({ parameters: { ...this.#draft.parameters, ...parameters } });
  }

  /** @throws LLM_NOT_CONFIGURED, INVALID_PROMPT, OUTPUT_INVALID, what the model threw, the signal's reason */
  async generate(options: PromptOptions = {}): Promise<PromptResult<Output>> {
    const run = await this.#runner.open(this.#draft, options);
    return toPromptResult<Output>(await run.result, this.#draft.output !== undefined);
  }

  /** The answer while it comes; its iteration and its result throw what `generate` would. */
  stream(options: PromptOptions = {}): PromptStream<Output> {
    return createPromptStream<Output>({
      open: () => this.#runner.open(this.#draft, options),
      isStructured: this.#draft.output !== undefined,
    });
  }

  #with(changes: Partial<PromptDraft>): Prompt<Output> {
    return new Prompt<Output>(this.#runner, { ...this.#draft, ...changes });
  }
}
