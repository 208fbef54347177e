import { errorMessage } from "./error-message.ts";
import { readKey } from "./read-key.ts";
import { redact } from "./secrets/redact.ts";
import { redactText } from "./secrets/redact-text.ts";

/** An error as data: what events, logs and HTTP bodies carry. Never a stack trace, never a secret. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: { readonly code?: string; readonly message: string };
}

/** Turns anything that was thrown into data. What has no code of its own gets `UNEXPECTED`. Never throws itself. */
export function toErrorData(thrown: unknown): ErrorData {
  const [code, hint, cause] = ["code", "hint", "cause"].map((key) => readKey(thrown, key));
  return {
    code: typeof code === "string" ? redactText(code) : "UNEXPECTED",
    message: errorMessage(thrown),
    ...(typeof hint === "string" && { hint: redactText(hint) }),
    ...dataOf(readKey(thrown, "details")),
    ...(cause !== undefined && { cause: causeData(cause) }),
  };
}

function causeData(cause: unknown): { code?: string; message: string } {
  const code = readKey(cause, "code");
  return {
    ...(typeof code === "string" && { code: redactText(code) }),
    message: errorMessage(cause),
  };
}

/** A copy of the details, so that events stay as they were; nothing when they are empty or no JSON object. */
function dataOf(details: unknown): { details?: Record<string, unknown> } {
  try {
    const copy: unknown = JSON.parse(JSON.stringify(details));
    return isFilledRecord(copy) ? { details: redact(copy) } : {};
  } catch {
    return {};
  }
}

function isFilledRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}
