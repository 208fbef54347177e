import { budgetUnenforceable } from "../budget/budget-errors.ts";
import { type ChatModel, isDirect } from "./chat-model.ts";
import type { PreparedCall } from "./prepared-call.ts";

/** How long an answer may be with a budget when nobody has said it, in tokens. */
const DEFAULT_OUTPUT_TOKENS = 4_096;

/** How long an answer may be. */
export interface OutputBound {
  readonly maxTokens: number;
  /** The model has it from its maker, and takes no other one with a call. */
  readonly isFixed: boolean;
}

/** What LangChain's integrations call it. */
const NAMES = ["maxTokens", "maxCompletionTokens", "maxOutputTokens", "numPredict"] as const;

/** @throws BUDGET_UNENFORCEABLE for a model that nothing keeps from going on */
export function outputBound({
  model,
  id,
  request,
}: Pick<PreparedCall, "model" | "id" | "request">): OutputBound {
  const own = ownLimit(model);
  if (isDirect(model))
    return { maxTokens: request.parameters?.maxTokens ?? own ?? DEFAULT_OUTPUT_TOKENS, isFixed: false };
  if (own !== undefined) return { maxTokens: own, isFixed: true };
  throw budgetUnenforceable("output-unlimited", {
    model: id,
    message: "nothing limits how long its answers get, a call cannot set it, and there is a budget.",
    hint: "Construct the model with maxTokens, or name one of a provider that takes it with a call.",
  });
}

function ownLimit(model: ChatModel): number | undefined {
  const fields = model as ChatModel & Partial<Record<(typeof NAMES)[number], unknown>>;
  return NAMES.map((name) => fields[name]).find(
    (value) => Number.isSafeInteger(value) && (value as number) > 0,
  ) as number | undefined;
}
