import type { BaseMessage } from "@langchain/core/messages";
import type { ModelParameters } from "./model-parameters.ts";

/** A function offered to the model. `parameters` is a JSON Schema of its arguments. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  readonly parameters: Record<string, unknown>;
  /** Asks the vendor to hold the model to the schema. Sent only if set. */
  readonly strict?: boolean;
}

/** One call of a chat model. */
export interface ChatRequest {
  readonly messages: readonly BaseMessage[];
  readonly tools?: readonly ToolDefinition[];
  readonly parameters?: ModelParameters;
}
