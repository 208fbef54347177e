import { type ErrorData, toErrorData } from "./error-data.ts";
import { readKey } from "./read-key.ts";
import { redact } from "./secrets/redact.ts";
import { redactText } from "./secrets/redact-text.ts";

/** Marks every Pergola error, also across two copies of this package. */
const MARKER = Symbol.for("pergola.error");

export interface PergolaErrorInit {
  /** What was received and what was expected. */
  readonly message: string;
  /** The next action, or the alternatives that exist. */
  readonly hint?: string;
  /** Facts for programs; must be JSON-serialisable. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What went wrong underneath; kept as it was, unless it holds a secret: then a copy of its class is. */
  readonly cause?: unknown;
}

/**
 * The one error class of the framework. Tell errors apart by {@link PergolaError.code}, never by class. Secrets in what it is
 * made of are covered at once, so that no way of showing it shows them.
 */
export class PergolaError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, init: PergolaErrorInit) {
    super(
      redactText(init.message),
      init.cause === undefined ? undefined : { cause: withoutSecrets(init.cause) },
    );
    this.name = "PergolaError";
    this.code = code;
    this.hint = init.hint === undefined ? undefined : redactText(init.hint);
    this.details = init.details === undefined ? {} : redact(init.details);
    Object.defineProperty(this, MARKER, { value: true });
  }

  toJSON(): ErrorData {
    return toErrorData(this);
  }
}

/** Whether `value` is an error of Pergola, and, when a code is given, that one. */
export function isPergolaError<Code extends string = string>(
  value: unknown,
  code?: Code,
): value is PergolaError<Code> {
  if (typeof value !== "object" || value === null || !isMarked(value)) return false;
  return code === undefined || readKey(value, "code") === code;
}

/** An error of Pergola is without them already. */
function withoutSecrets(cause: unknown): unknown {
  return isPergolaError(cause) ? cause : redact(cause);
}

function isMarked(value: object): boolean {
  try {
    return MARKER in value;
  } catch {
    // A proxy may refuse to be looked at: no error of ours does.
    return false;
  }
}
