import type { PergolaError } from "@pergola/core";

/** What the model reads of a call that failed: the code, what went wrong, and how to mend it. */
export function toolErrorText({ code, message, hint }: PergolaError): string {
  return `Error ${code}: ${message}${hint === undefined ? "" : ` ${hint}`}`;
}
