import type { ChatModel } from "../../llm/chat-model.ts";

/**
 * The parts of the suite. `answers` and `stop` fit every model; the others need a model that asks the vendor server:
 * `wire`: what the vendor says arrives; `tools`; `socket`: stopping closes it; `failures`; `odd-answers`.
 */
export type ChatModelGroup =
  | "answers"
  | "stop"
  | "wire"
  | "tools"
  | "socket"
  | "failures"
  | "unreachable"
  | "odd-answers";

export interface ChatModelSubjectOptions {
  /** Longest silence of the vendor that the model accepts, in milliseconds. Default: the model's own. */
  readonly timeoutMs?: number;
}

/** What the suite needs to know of a provider. */
export interface ChatModelSubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes a model that asks the vendor at `baseURL`; a model without a vendor ignores it. */
  create(server: { readonly baseURL: string }, options: ChatModelSubjectOptions): Promise<ChatModel>;
  /** Whether the model has `streamDirect`. Default true. */
  readonly hasDirect?: boolean;
  /** Groups that do not fit, each with the reason. They are left out, and the report names them. */
  readonly skip?: Partial<Readonly<Record<ChatModelGroup, string>>>;
}
