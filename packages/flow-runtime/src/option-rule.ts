/** What a value of an option may be. @returns what was expected, in words, or undefined when it fits */
export type Rule = (value: unknown) => string | undefined;

/** A text with something in it. */
export const aText: Rule = (value) =>
  typeof value === "string" && value !== "" ? undefined : "a text that is not empty";

/** An object that is no list. */
export const anObject: Rule = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? undefined : "an object";
