import type { Found } from "./extract-expression.ts";

/** A quantity and the two units it goes between. */
export interface Conversion {
  readonly value: number;
  readonly from: string;
  readonly to: string;
}

const NUMBER = String.raw`(-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?|an?|one)`;
const UNIT = String.raw`([°\p{L}µ"'][°\p{L}\p{N}µ²³^/]*(?:\s+(?!(?:to|in|into|as|and|then|are|is|for|please|now|exactly)\b)[\p{L}/²³]+){0,3})`;
const FORWARD = new RegExp(String.raw`(?<![\p{L}\d])${NUMBER}\s*${UNIT}\s+(?:to|in|into|as)\s+${UNIT}`, "iu");
const BACKWARD = new RegExp(
  String.raw`\bhow many\s+${UNIT}\s+(?:are|is|make)?\s*(?:there\s+)?(?:in|are|is)?\s*${NUMBER}\s*${UNIT}`,
  "iu",
);

/** What may stand before "5 miles in km"; "in 2015 I lived in Paris" is no conversion. */
const LEAD =
  /^(?:\W|(?:please|convert|change|turn|express|calculate|compute|translate|what|whats|what's|s|how|much|many|long|far|tall|high|heavy|hot|cold|warm|fast|big|old|is|are|was|tell|me|give|show|can|could|would|you|of|the|a|equals?)\b)*$/i;

/** A conversion that a text asks for: `5 miles to km`, `how many feet are in a mile`. */
export function extractConversion(text: string): Found<Conversion> | undefined {
  const backward = BACKWARD.exec(text);
  if (backward !== null) return found(backward[2], backward[3], backward[1]);
  const forward = FORWARD.exec(text);
  if (forward === null || !LEAD.test(text.slice(0, forward.index))) return undefined;
  return found(forward[1], forward[2], forward[3]);
}

function found(amount = "", from = "", to = ""): Found<Conversion> | undefined {
  const value = /^\p{L}/u.test(amount) ? 1 : Number(amount.replaceAll(",", ""));
  const conversion = { value, from: unitOf(from), to: unitOf(to) };
  return { value: conversion, words: `${amount} ${from} ${to}` };
}

/** Without an article in front or politeness behind. */
function unitOf(text: string): string {
  return text
    .replace(/^(?:the|an?)\s+/i, "")
    .replace(/\s+(?:please|now|for|exactly)\b.*$/i, "")
    .trim();
}
