import type { AIMessage, BaseMessage, ToolMessage } from "@langchain/core/messages";

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

  /** @returns those that were not known */
  add(messages: readonly BaseMessage[]): readonly BaseMessage[] {
    return messages.filter((message) => this.#add(message));
  }

  /** Takes back what was appended. */
  remove(messages: readonly BaseMessage[]): void {
    const isKept = (known: BaseMessage) => !messages.some((message) => isSame(known, message));
    this.#messages.splice(0, this.#messages.length, ...this.#messages.filter(isKept));
  }

  /** What a suspended run goes on with. */
  restore(given: readonly BaseMessage[], messages: readonly BaseMessage[]): void {
    this.#given.push(...given);
    this.#messages.push(...messages);
  }

  get given(): readonly BaseMessage[] {
    return this.#given;
  }

  #add(message: BaseMessage): boolean {
    const index = this.#messages.findIndex((known) => isSame(known, message));
    const isRemoval = message.getType() === "remove";
    const isNew = !isRemoval && index === -1 && !this.#given.some((known) => isSame(known, message));
    if (isNew) this.#insert(message);
    else if (isRemoval && index !== -1) this.#messages.splice(index, 1);
    else if (index !== -1) this.#messages[index] = message;
    return isNew;
  }

  #insert(message: BaseMessage): void {
    const isResult = message.getType() === "tool";
    const index = isResult
      ? placeOf(message as ToolMessage, this.#messages, this.#given)
      : this.#messages.length;
    this.#messages.splice(index, 0, message);
  }
}

/** Calls of one answer finish in any order; their results stand in the order of the calls. */
function placeOf(result: ToolMessage, known: readonly BaseMessage[], given: readonly BaseMessage[]): number {
  const order = callOrder(result.tool_call_id, known) ?? callOrder(result.tool_call_id, given) ?? [];
  const rank = order.indexOf(result.tool_call_id);
  const isLater = (message: BaseMessage) =>
    message.getType() === "tool" && order.indexOf((message as ToolMessage).tool_call_id) > rank;
  const index = known.findIndex(isLater);
  return rank === -1 || index === -1 ? known.length : index;
}

/** Ids of all calls of the answer that made this one. */
function callOrder(callId: string, messages: readonly BaseMessage[]): readonly string[] | undefined {
  const orders = messages.map((message) => (message.getType() === "ai" ? callIds(message as AIMessage) : []));
  return orders.findLast((ids) => ids.includes(callId));
}

function callIds({ tool_calls: valid = [], invalid_tool_calls: invalid = [] }: AIMessage): readonly string[] {
  return [...valid, ...invalid].map((call) => call.id ?? "");
}

/** By identity or id. An id may come late: LangGraph gives one to messages that have none. */
function isSame(known: BaseMessage, message: BaseMessage): boolean {
  return known === message || (known.id !== undefined && known.id === message.id);
}
