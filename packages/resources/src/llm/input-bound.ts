import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { budgetUnenforceable } from "../budget/budget-errors.ts";
import { neutralRequest } from "./describe-request.ts";
import type { PreparedCall } from "./prepared-call.ts";

/** What vendors put around every prompt: its beginning, a date, the name of the model. */
const PREAMBLE_TOKENS = 64;

/** What they say of tools before the first one. */
const TOOLS_TOKENS = 512;

/** The most that a vendor of the price table counts for one picture, whatever its size. */
const IMAGE_TOKENS = 50_000;

const IMAGES: ReadonlySet<unknown> = new Set(["image", "image_url", "input_image"]);

/** Parts of a message that are text, or JSON, and nothing besides. */
const TEXTS: ReadonlySet<unknown> = new Set([
  "text",
  "input_text",
  "output_text",
  "text-plain",
  "reasoning",
  "thinking",
  "redacted_thinking",
  "refusal",
  "tool_use",
  "tool_call",
  "tool_result",
]);

/**
 * The most tokens that a vendor can count of a request. A token is at least one byte of UTF-8 text, and the request as
 * JSON holds all of the text, the names of roles and keys too: so its bytes, a fixed number for each picture, and what
 * vendors add themselves.
 *
 * @throws BUDGET_UNENFORCEABLE for files, sound and films: their tokens stand in no relation to what is seen of them here
 */
export function inputBound({ id, request }: Pick<PreparedCall, "id" | "request">): number {
  const parts = request.messages.flatMap(contentParts);
  const strange = parts.find(({ type }) => !TEXTS.has(type) && !IMAGES.has(type));
  if (strange !== undefined) throw unknownInput(id, strange.type);
  const images = parts.filter(({ type }) => IMAGES.has(type)).length;
  const hasTools = request.tools !== undefined && request.tools.length > 0;
  const sent = [neutralRequest(id, request), request.messages.map(extras)];
  return (
    Buffer.byteLength(JSON.stringify(sent, withoutImages)) +
    images * IMAGE_TOKENS +
    PREAMBLE_TOKENS +
    (hasTools ? TOOLS_TOKENS : 0)
  );
}

interface Part {
  readonly type?: unknown;
}

function contentParts({ content }: BaseMessage): readonly Part[] {
  return typeof content === "string" ? [] : content;
}

/** What is sent back of an answer besides: calls with wrong arguments, and what integrations keep, such as signatures. */
function extras(message: BaseMessage): unknown {
  const { additional_kwargs, invalid_tool_calls } = message as BaseMessage &
    Pick<AIMessage, "invalid_tool_calls">;
  return [additional_kwargs, invalid_tool_calls ?? []];
}

function withoutImages(_key: string, value: unknown): unknown {
  return typeof value === "object" && value !== null && IMAGES.has((value as Part).type) ? 0 : value;
}

function unknownInput(model: string, type: unknown) {
  return budgetUnenforceable("input-unknown", {
    model,
    message: `nobody can tell beforehand how many tokens a part of type ${JSON.stringify(type)} has, and there is a budget.`,
    hint: "Send text and pictures, or ask in a run without a budget.",
  });
}
