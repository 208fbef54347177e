import type { Found } from "./extract-expression.ts";

const found = (value: string | undefined): Found<string> | undefined =>
  value === undefined || value === "" ? undefined : { value, words: value };

export const extractEmail = (text: string) => found(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(text)?.[0]);

export const extractUrl = (text: string) => found(/https?:\/\/[^\s)>\]"']*[^\s)>\]"'.,?!]/.exec(text)?.[0]);

export const extractDate = (text: string) => found(/\b\d{4}-\d{2}-\d{2}\b/.exec(text)?.[0]);

/** A token with a digit in it: an order number, a key. */
export const extractIdentifier = (text: string) =>
  found(/(?<![\p{L}\d.])#?((?:\p{L}+[-_]?)?\d[\p{L}\d_-]*)(?![\d.])/u.exec(text)?.[1]);

/** A name after in, at or for. */
export const extractPlace = (text: string) =>
  found(
    /\b(?:in|at|for|near)\s+(\p{Lu}[\p{L}'.-]*(?:[ -]\p{Lu}[\p{L}'.-]*)*)/u
      .exec(text)?.[1]
      ?.replace(/\.$/, ""),
  );

/** What is quoted, else what follows "for", "about" or a colon, else what follows the first word (the verb). */
export function extractFreeText(text: string): Found<string> | undefined {
  const quoted = /["“”`]([^"“”`]+)["“”`]/.exec(text)?.[1];
  const after = /(?:\b(?:for|about|saying|that says|called|titled)\s+|:\s*)(.+)$/is.exec(text)?.[1];
  const rest =
    /^(?:(?:please|can you|could you|would you)\s+)*\S+\s+(?:(?:the|me|my|a|an|up)\s+)*(.+)$/is.exec(
      text,
    )?.[1];
  return found((quoted ?? after ?? rest)?.replace(/[?.!\s]+$/, "").trim());
}
