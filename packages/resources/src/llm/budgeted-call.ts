import {
  type BudgetRequest,
  type BudgetReservation,
  NO_USAGE,
  type RunBudget,
  type Usage,
} from "@pergola/core";
import { budgetUnenforceable } from "../budget/budget-errors.ts";
import type { ChatRequest } from "./chat-request.ts";
import { inputBound } from "./input-bound.ts";
import type { GenerationResult } from "./llm-resource.ts";
import { outputBound } from "./output-bound.ts";
import type { PreparedCall } from "./prepared-call.ts";
import { wasNeverAnswered } from "./was-never-answered.ts";

export interface BudgetedCallParts {
  readonly budget: RunBudget;
  readonly asked: ChatRequest;
  prepare(request: ChatRequest): PreparedCall;
}

interface Reserved {
  readonly reservation: BudgetReservation;
  readonly call: PreparedCall;
}

/**
 * A call of which every attempt is paid for: its worst case is reserved before, and settled after. The first one is
 * reserved at once, so that the request that is told of is the one that is sent.
 *
 * @throws BUDGET_EXCEEDED, BUDGET_UNENFORCEABLE
 */
export async function budgetedCall({ budget, asked, prepare }: BudgetedCallParts): Promise<PreparedCall> {
  const { wanted, isFixed } = worstCase(prepare(asked));
  const reserve = async (): Promise<Reserved> => {
    const reservation = await budget.reserve(wanted);
    try {
      return { reservation, call: prepare(isFixed ? asked : limited(asked, reservation.maxOutputTokens)) };
    } catch (error) {
      await reservation.settle(NO_USAGE);
      throw error;
    }
  };
  const first = await reserve();
  let held: Reserved | undefined = first;
  return {
    ...first.call,
    async attempt(channel) {
      const reserving = held ?? reserve();
      held = undefined;
      const { reservation, call } = await reserving;
      let usage: Usage | undefined;
      try {
        const result = await call.attempt(channel);
        usage = believable(result);
        return result;
      } catch (error) {
        if (wasNeverAnswered(error)) usage = NO_USAGE;
        throw error;
      } finally {
        await reservation.settle(usage);
      }
    },
    async release() {
      const unused = held;
      held = undefined;
      await unused?.reservation.settle(NO_USAGE);
    },
  };
}

/** Nobody answers a question of no tokens, or something with none: who says so has not counted. */
function believable({ usage, content, message }: GenerationResult): Usage | undefined {
  const isSomething = content !== "" || (message.tool_calls ?? []).length > 0;
  if (usage === undefined || usage.inputTokens === 0) return undefined;
  return usage.outputTokens === 0 && isSomething ? undefined : usage;
}

function limited(asked: ChatRequest, maxTokens: number): ChatRequest {
  return { ...asked, parameters: { ...asked.parameters, maxTokens } };
}

function worstCase(call: PreparedCall): { readonly wanted: BudgetRequest; readonly isFixed: boolean } {
  const { id: model, price } = call;
  if (call.model.reportsUsage === false) throw usageUnknown(model);
  const { maxTokens, isFixed } = outputBound(call);
  const least = isFixed ? { minOutputTokens: maxTokens } : {};
  return {
    wanted: { model, price, inputTokens: inputBound(call), maxOutputTokens: maxTokens, ...least },
    isFixed,
  };
}

function usageUnknown(model: string) {
  return budgetUnenforceable("usage-unknown", {
    model,
    message: "its answers do not say how many tokens they took, and there is a budget.",
    hint: "Let it report them (streamUsage: true of the provider), or use another model.",
  });
}
