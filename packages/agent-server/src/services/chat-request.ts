import type { BudgetLimit, ModelParameters, StoredMessage, ToolDefinition } from "@pergola/resources";

/** A request for an answer, whatever the protocol it came by. */
export interface ChatRequest {
  readonly agent: string;
  /** The whole conversation; with a session only what comes after its last answer is new. */
  readonly messages: readonly StoredMessage[];
  readonly sessionId?: string;
  /** What the client follows the request by. */
  readonly traceId: string;
  readonly parameters: ModelParameters;
  /** Tools of the caller. */
  readonly tools?: readonly ToolDefinition[];
  /** What each answer may cost. */
  readonly budget?: BudgetLimit;
  /** How many answers; more than one only without a session. */
  readonly choices: number;
}
