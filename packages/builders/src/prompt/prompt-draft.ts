import type { BaseMessage } from "@langchain/core/messages";
import type { ModelParameters, ModelReference, StoredMessage } from "@pergola/resources";
import type { Tool } from "@pergola/tools";
import type { z } from "zod";

/** A message as `withMessages` takes it: text is a user's. */
export type PromptMessage =
  | string
  | BaseMessage
  | { readonly role: "system" | "user" | "assistant"; readonly content: StoredMessage["content"] };

/** What a prompt asks, as data. */
export interface PromptDraft {
  readonly system: readonly string[];
  readonly messages: readonly PromptMessage[];
  /** Tools that the model may call, or names of the agent's; undefined offers none. */
  readonly tools?: readonly (Tool | string)[];
  readonly output?: z.ZodType;
  readonly model?: ModelReference;
  readonly parameters?: ModelParameters;
}
