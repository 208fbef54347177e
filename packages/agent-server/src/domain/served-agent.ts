import type { CallOptions, ChatMessage, RunStream } from "@pergola/builders";
import type { GraphDescription } from "@pergola/core";
import type { ConversationStore } from "@pergola/resources";

/** The part of an Agent that the server needs. Every `Agent` is one. */
export interface ServedAgent {
  /** The `model` of clients, and the owner of conversations. */
  readonly name: string;
  readonly description?: string;
  readonly definition: { readonly tools: readonly { readonly name: string; readonly description: string }[] };
  /** @throws SESSION_NEEDS_MEMORY when the agent keeps none */
  readonly conversations: ConversationStore;
  /** Opens what the agent needs; called before the server listens. */
  start(): Promise<unknown>;
  /** A message is a chat turn, which is stored; a state is not. */
  stream(input: ChatMessage | { readonly messages: readonly unknown[] }, options: CallOptions): RunStream;
  describe(): GraphDescription;
  /** One line: which model answers, and where data goes. */
  describeModel(): string;
}
