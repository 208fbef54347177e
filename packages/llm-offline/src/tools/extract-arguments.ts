import { type Conversion, extractConversion } from "./extract-conversion.ts";
import { extractExpression, type Found } from "./extract-expression.ts";
import {
  extractDate,
  extractEmail,
  extractFreeText,
  extractIdentifier,
  extractPlace,
  extractUrl,
} from "./extract-text.ts";
import { extractTimeZone } from "./extract-time-zone.ts";
import { allows, type Parameter } from "./json-schema.ts";
import { kindOf, type ParameterKind, wordsOfName } from "./parameter-kind.ts";

/** What a text yields for a tool's parameters. */
export interface ExtractedArguments {
  readonly values: Readonly<Record<string, unknown>>;
  /** Every required parameter has a value. */
  readonly isComplete: boolean;
  /** Found something that hardly means anything else: a sum, a conversion. */
  readonly isTelling: boolean;
  /** Took the text as it stands, so the words of it prove nothing. */
  readonly hasFreeText: boolean;
  /** The words of the text that the values explain. */
  readonly words: string;
}

type TextKind = Exclude<
  ParameterKind,
  "choice" | "number" | "flag" | "source-unit" | "target-unit" | "unknown"
>;

const EXTRACTORS: Readonly<Record<TextKind, (text: string) => Found<string> | undefined>> = {
  expression: extractExpression,
  "time-zone": extractTimeZone,
  place: extractPlace,
  email: extractEmail,
  url: extractUrl,
  date: extractDate,
  identifier: extractIdentifier,
  text: extractFreeText,
};

/** Finds a value for each parameter in a text, as far as the text says one. Nothing is made up. */
export function extractArguments(parameters: readonly Parameter[], text: string): ExtractedArguments {
  const kinds = parameters.map((parameter) => ({ parameter, kind: kindOf(parameter) }));
  const conversion = isConverter(kinds.map(({ kind }) => kind)) ? extractConversion(text) : undefined;
  const numbers = numbersOf(text);
  const entries = kinds.flatMap(({ parameter, kind }) => {
    const found =
      conversion === undefined ? valueFor(parameter, kind, text, numbers) : fromConversion(kind, conversion);
    return found === undefined ? [] : [{ parameter, kind, found }];
  });
  const named = new Set(entries.map(({ parameter }) => parameter.name));
  return {
    values: Object.fromEntries(entries.map(({ parameter, found }) => [parameter.name, found.value])),
    isComplete: parameters.every(({ name, isRequired }) => !isRequired || named.has(name)),
    isTelling: conversion !== undefined || entries.some(({ kind }) => kind === "expression"),
    hasFreeText: entries.some(({ kind }) => kind === "text"),
    words: entries.map(({ found }) => found.words).join(" "),
  };
}

function isConverter(kinds: readonly ParameterKind[]): boolean {
  return kinds.includes("number") && kinds.includes("source-unit") && kinds.includes("target-unit");
}

function fromConversion(
  kind: ParameterKind,
  { value, words }: Found<Conversion>,
): Found<unknown> | undefined {
  if (kind === "number") return { value: value.value, words };
  if (kind === "source-unit") return { value: value.from, words };
  return kind === "target-unit" ? { value: value.to, words } : undefined;
}

function valueFor(
  parameter: Parameter,
  kind: ParameterKind,
  text: string,
  numbers: number[],
): Found<unknown> | undefined {
  if (kind === "choice") return choiceIn(parameter, text);
  if (kind === "number") return nextNumber(parameter, numbers);
  if (kind === "flag") return flagIn(parameter, text);
  if (kind === "source-unit" || kind === "target-unit" || kind === "unknown") return undefined;
  // Free text is never guessed for a parameter that may be left out.
  return kind === "text" && !parameter.isRequired ? undefined : EXTRACTORS[kind](text);
}

function choiceIn({ schema }: Parameter, text: string): Found<unknown> | undefined {
  const lower = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const choices = schema.enum ?? [schema.const];
  const value = choices.find((choice) => lower.includes(` ${wordsOfName(String(choice))} `));
  return value === undefined ? undefined : { value, words: wordsOfName(String(value)) };
}

/** Numbers are handed out in the order of the parameters; one that does not fit its parameter stays. */
function nextNumber({ schema }: Parameter, numbers: number[]): Found<number> | undefined {
  const [value] = numbers;
  if (value === undefined || value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity))
    return undefined;
  if (!allows(schema, "number") && !Number.isInteger(value)) return undefined;
  numbers.shift();
  return { value, words: String(value) };
}

function numbersOf(text: string): number[] {
  return Array.from(text.matchAll(/(?<![\p{L}\d.])-?\d[\d,]*(?:\.\d+)?/gu), ([found]) =>
    Number(found.replaceAll(",", "")),
  );
}

function flagIn({ name }: Parameter, text: string): Found<boolean> | undefined {
  const words = wordsOfName(name).replace(/^(?:is|has|with) /, "");
  const match = new RegExp(String.raw`(\b(?:not|no|without)\s+)?\b${words}\b`, "i").exec(text);
  return match === null ? undefined : { value: match[1] === undefined, words };
}
