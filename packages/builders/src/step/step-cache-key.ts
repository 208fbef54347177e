import type { BaseMessage } from "@langchain/core/messages";
import { isPergolaError, scopeKey } from "@pergola/core";
import { toStored } from "../conversation/stored-messages.ts";
import { builderErrors } from "../errors.ts";
import type { StepCache } from "./step-cache.ts";
import type { StepCall } from "./step-call.ts";

/**
 * Of one user of one tenant: an answer may hold what only that user may see. What was given with the call decides what a
 * model answers, too.
 */
export function cacheKey({ step, keys }: StepCache, { run, state }: StepCall): string {
  const { tenantId, userId, agentId } = run.scope;
  const shown = Object.keys(state)
    .filter((key) => keys === undefined || keys.includes(key))
    .sort();
  const values = shown.map((key) => [
    key,
    key === "messages"
      ? (state[key] as readonly BaseMessage[]).map(toAnonymous)
      : plainText(step, key, state[key]),
  ]);
  const { parameters, callerTools, limits } = run;
  const call = [parameters, callerTools, limits.callMaxIterations];
  return JSON.stringify([scopeKey({ tenantId, userId, agentId }), call, values]);
}

/** Without the id: the same words are the same question. */
function toAnonymous(message: BaseMessage) {
  const { id: _id, ...rest } = toStored(message);
  return rest;
}

/** @throws STEP_NOT_CACHEABLE for what JSON would lose: two states would look the same */
function plainText(step: string, key: string, value: unknown): string {
  const refuse = () => notCacheable(step, `the state's "${key}" holds something that has no JSON form`);
  try {
    return JSON.stringify(value, function (this: Record<string, unknown>, name, shown: unknown) {
      const item = this[name];
      if (isLost(item)) throw refuse();
      return marked(item) ?? shown;
    });
  } catch (thrown) {
    // A list that holds itself.
    throw isPergolaError(thrown) ? thrown : refuse();
  }
}

/** Text of its own for what JSON writes like something else; real texts are marked, too, so that none looks like it. */
function marked(item: unknown): string | undefined {
  if (typeof item === "string") return `text ${item}`;
  if (item === undefined) return "nothing";
  return item instanceof Date ? `date ${item.getTime()}` : undefined;
}

function isLost(item: unknown): boolean {
  if (typeof item === "number") return !Number.isFinite(item);
  return (
    typeof item === "function" || typeof item === "symbol" || typeof item === "bigint" || isForeign(item)
  );
}

function isForeign(item: unknown): boolean {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return false;
  const prototype: unknown = Object.getPrototypeOf(item);
  return prototype !== Object.prototype && prototype !== null && !(item instanceof Date);
}

export function notCacheable(step: string, reason: string) {
  return builderErrors.create("STEP_NOT_CACHEABLE", {
    message: `The result of the step "${step}" cannot be remembered: ${reason}.`,
    hint: "Name the state keys that it depends on with cache.keys, or leave cache out.",
    details: { step },
  });
}
