import { piecesOf } from "./pieces.ts";

/** An answer cut to what was asked for. */
export interface LimitedAnswer {
  readonly text: string;
  readonly isCut: boolean;
}

/** Ends before the first stop sequence, then after `maxTokens` words. */
export function limitAnswer(
  text: string,
  limits: { readonly maxTokens?: number; readonly stop?: readonly string[] } = {},
): LimitedAnswer {
  const ends = (limits.stop ?? []).filter((stop) => stop !== "").map((stop) => text.indexOf(stop));
  const end = Math.min(text.length, ...ends.filter((index) => index >= 0));
  const pieces = piecesOf(text.slice(0, end));
  const isCut = limits.maxTokens !== undefined && pieces.length > limits.maxTokens;
  return { text: pieces.slice(0, limits.maxTokens).join(""), isCut };
}
