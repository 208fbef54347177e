/** A message as it is kept: plain data, independent of any model library. */
export interface StoredMessage {
  readonly role: "user" | "assistant" | "tool" | "system";
  /** Text, or content blocks in LangChain's shape. */
  readonly content: string | readonly Readonly<Record<string, unknown>>[];
  /** Assistant only: the calls it asked for. `arguments` is a JSON value. */
  readonly toolCalls?: readonly StoredToolCall[];
  /** Tool only: the call that this answers. */
  readonly toolCallId?: string;
  /** Tool only: whether the tool succeeded. Default `success`. */
  readonly status?: "success" | "error";
  /** Name of the author or the tool. */
  readonly name?: string;
  /** The message's own id, if it has one. */
  readonly id?: string;
}

export interface StoredToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}
