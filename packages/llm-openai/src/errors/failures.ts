import type { PergolaError } from "@pergola/core";
import { resourceErrors, retryAfterMs } from "@pergola/resources";
import { hostAndPort } from "../config/base-url.ts";
import type { ResolvedConfig } from "../config/resolve-config.ts";
import { failureCode, type ModelErrorCode, streamFailureCode } from "./failure-code.ts";
import { hintFor } from "./hints.ts";
import { networkCause } from "./network-cause.ts";
import { createRedact, type Redact } from "./redact.ts";
import { quote, readVendorError, type VendorFailure } from "./vendor-error.ts";

/** Makes the coded errors of one model; none of them ever holds a secret of its config. */
export interface Failures {
  /** The vendor answered with a status other than 2xx. */
  readonly status: (response: Response, body: string) => PergolaError;
  /** An error object came in the place of an answer, with status 200. */
  readonly inStream: (vendor: VendorFailure, requestId: string | undefined) => PergolaError;
  /** Nothing came, or what came broke off: `phase` says which. */
  readonly network: (error: unknown, phase: "connect" | "answer") => PergolaError;
  readonly timeout: () => PergolaError;
  readonly broken: (what: string, cause?: unknown) => PergolaError;
  readonly badResponse: (what: string, received?: string) => PergolaError;
}

interface FailureInit {
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export function createFailures(config: ResolvedConfig): Failures {
  const redact = createRedact(config);
  const host = hostAndPort(config.baseURL);
  const make = (code: ModelErrorCode, init: FailureInit): PergolaError =>
    resourceErrors.create(code, {
      message: redact(init.message),
      hint: redact(init.hint ?? hintFor(code, config)),
      details: { provider: config.provider, model: config.model, host, ...clean(init.details ?? {}, redact) },
      cause: init.cause,
    });
  return {
    status(response, body) {
      const vendor = readVendorError(parsed(body)) ?? { message: quote(body) || response.statusText };
      const { status } = response;
      const code = failureCode(status, vendor);
      if (status < 400) return redirect(response, make);
      return make(code, {
        message: `${config.provider} answered HTTP ${status}: ${vendor.message}`,
        details: {
          status,
          ...vendorDetails(vendor),
          requestId: requestIdOf(response),
          retryAfterMs: retryAfterMs(response.headers, config.clock.now()),
        },
      });
    },
    inStream: (vendor, requestId) =>
      make(streamFailureCode(vendor), {
        message: `${config.provider} reported an error inside its answer: ${vendor.message}`,
        details: { ...vendorDetails(vendor), requestId },
      }),
    network(error, phase) {
      const cause = networkCause(error, redact);
      if (cause.isTimeout) {
        return make("MODEL_TIMEOUT", { message: `${host} said nothing: ${cause.text}.`, cause: cause.cause });
      }
      const isAnswer = phase === "answer";
      return make(isAnswer ? "MODEL_STREAM_BROKEN" : "MODEL_UNAVAILABLE", {
        message: isAnswer
          ? `The connection to ${host} broke in the middle of the answer: ${cause.text}.`
          : `${host} could not be reached: ${cause.text}.`,
        hint: isAnswer ? undefined : cause.hint,
        cause: cause.cause,
        details: { networkCode: cause.networkCode },
      });
    },
    timeout: () =>
      make("MODEL_TIMEOUT", {
        message: `${host} said nothing for ${config.timeoutMs} ms.`,
        details: { timeoutMs: config.timeoutMs },
      }),
    broken: (what, cause) =>
      make("MODEL_STREAM_BROKEN", { message: `The answer of ${host} ended early: ${what}.`, cause }),
    badResponse: (what, received) =>
      make("MODEL_BAD_RESPONSE", {
        message: `The answer of ${host} is not what its protocol says: ${what}.`,
        details: received === undefined ? {} : { received: redact(quote(received)).slice(0, 200) },
      }),
  };
}

/** The vendor's id of a request, for its support. */
export function requestIdOf({ headers }: Response): string | undefined {
  return headers.get("x-request-id") ?? headers.get("request-id") ?? undefined;
}

function redirect(
  response: Response,
  make: (code: ModelErrorCode, init: FailureInit) => PergolaError,
): PergolaError {
  const location = response.headers.get("location") ?? "another address";
  return make("MODEL_NOT_FOUND", {
    message: `The address redirects (HTTP ${response.status}) to ${quote(location)}; redirects are not followed.`,
    hint: "If you trust that address, set baseURL to it: keys and messages go only where you said.",
    details: { status: response.status },
  });
}

function vendorDetails({ code, type, param, message }: VendorFailure): Readonly<Record<string, unknown>> {
  return { vendorMessage: message, vendorCode: code, vendorType: type, vendorParam: param };
}

/** Without what is undefined, and without secrets. */
function clean(details: Readonly<Record<string, unknown>>, redact: Redact): Record<string, unknown> {
  const entries = Object.entries(details).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "string" ? redact(value) : value]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
