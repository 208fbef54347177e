import type { BaseMessage } from "@langchain/core/messages";

/**
 * The messages that a run has appended, in order, each once, however it came to be known. Like LangGraph's reducer it
 * replaces a message by a later one of the same id and takes out what is removed.
 */
export class Transcript {
  readonly #given: BaseMessage[];
  readonly #messages: BaseMessage[] = [];

  /** @param given messages that the run began with; they never count as appended */
  constructor(given: readonly BaseMessage[] = []) {
    this.#given = [...given];
  }

  get messages(): readonly BaseMessage[] {
    return this.#messages;
  }

  /** Adds to what the run began with: the conversation so far. */
  begin(history: readonly BaseMessage[]): void {
    this.#given.push(...history);
  }

  add(messages: readonly BaseMessage[]): void {
    for (const message of messages) this.#add(message);
  }

  #add(message: BaseMessage): void {
    const index = this.#messages.findIndex((known) => isSame(known, message));
    if (message.getType() === "remove") {
      if (index !== -1) this.#messages.splice(index, 1);
    } else if (index !== -1) this.#messages[index] = message;
    else if (!this.#given.some((known) => isSame(known, message))) this.#messages.push(message);
  }
}

/** By identity or id. An id may come late: LangGraph gives one to messages that have none. */
function isSame(known: BaseMessage, message: BaseMessage): boolean {
  return known === message || (known.id !== undefined && known.id === message.id);
}
