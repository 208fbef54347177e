import type { BaseMessage } from "@langchain/core/messages";

/** The messages that a run has appended, in order, each once, however it came to be known. */
export class Transcript {
  readonly #messages: BaseMessage[] = [];
  readonly #known = new Set<BaseMessage | string>();

  /** @param input messages that the run began with; they are never counted as appended */
  constructor(input: readonly BaseMessage[] = []) {
    for (const message of input) this.#remember(message);
  }

  get messages(): readonly BaseMessage[] {
    return this.#messages;
  }

  add(messages: readonly BaseMessage[]): void {
    for (const message of messages) {
      if (this.#isKnown(message) || message.getType() === "remove") continue;
      this.#remember(message);
      this.#messages.push(message);
    }
  }

  #isKnown(message: BaseMessage): boolean {
    return this.#known.has(message) || (message.id !== undefined && this.#known.has(message.id));
  }

  #remember(message: BaseMessage): void {
    this.#known.add(message);
    if (message.id !== undefined) this.#known.add(message.id);
  }
}
