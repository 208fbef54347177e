import type { BaseMessage } from "@langchain/core/messages";
import type { CallOptions, ChatMessage, RunStream } from "@pergola/builders";
import type { GraphDescription } from "@pergola/core";
import type { BreakerSnapshot, ConversationStore } from "@pergola/resources";

/** What the server runs an agent on: a message is stored as a turn, a state is not. */
export type ServedInput = ChatMessage | { readonly messages: readonly BaseMessage[] };

/** The part of an Agent that the server needs. Every `Agent` is one. */
export interface ServedAgent {
  /** The `model` of clients, and the owner of conversations. */
  readonly name: string;
  readonly description?: string | undefined;
  readonly definition: { readonly tools: readonly { readonly name: string; readonly description: string }[] };
  /** @throws MEMORY_NOT_CONFIGURED when the agent keeps none */
  readonly memory: ConversationStore;
  /** Opens what the agent needs; called before the server listens. */
  start(): Promise<unknown>;
  /**
   * A chat turn for a message, a run without a turn for `{ messages }`. The parameter is `never` so that an agent of any
   * state fits; what the server passes is a {@link ServedInput}.
   */
  stream(input: never, options: CallOptions): RunStream;
  describe(): GraphDescription;
  /** One line: which model answers, and where data goes. */
  describeModel(): string;
  /** The resources with their states, for its health. */
  describeResources?(): GraphDescription;
  /** How the breakers of its models and storages are doing, for its health. */
  breakers?(): readonly BreakerSnapshot[];
}
