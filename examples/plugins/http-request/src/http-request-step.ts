import { type CommonStepConfig, getRun, parseTemplate, type StepStrategy } from "@pergola/core-steps";
import { z } from "zod";
import { httpErrors } from "./errors.ts";
import { type HttpAnswer, type HttpRequest, sendRequest } from "./send-request.ts";
import { urlTemplate } from "./url-template.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Config of the step type `http-request`. */
export interface HttpRequestStepConfig<State> extends CommonStepConfig {
  /** A template; values in it are encoded, so that they stay where they are put. */
  readonly url: string;
  /** Hosts that may be asked, redirects included: `api.example.com`, `localhost:8080`, `*.example.com`. */
  readonly allowHosts: readonly string[];
  /** State key that gets `{ status, headers, body }`. */
  readonly as: keyof State & string;
  /** Default `GET`. */
  readonly method?: (typeof METHODS)[number];
  /** Values are templates. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A template. Default: none. */
  readonly body?: string;
  /** Whether hosts of private networks and this machine may be asked. Default false. */
  readonly allowPrivate?: boolean;
  /** Largest answer, in bytes. Default 1 048 576. */
  readonly maxBytes?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** For the whole exchange, redirects included, in milliseconds. Default 10 000. */
  readonly requestTimeoutMs?: number;
  /** Whether a status that is no success is an error. Default true. */
  readonly failOnStatus?: boolean;
}

declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    "http-request": HttpRequestStepConfig<State>;
  }
}

const configSchema = z.strictObject({
  url: z.string().min(1),
  allowHosts: z.array(z.string().min(1)).min(1, "Name the hosts that may be asked"),
  as: z.string().min(1),
  method: z.enum(METHODS).default("GET"),
  headers: z.record(z.string().min(1), z.string()).default({}),
  body: z.string().optional(),
  allowPrivate: z.boolean().default(false),
  maxBytes: z.int().min(1).max(100_000_000).default(1_048_576),
  maxRedirects: z.int().min(0).max(20).default(5),
  requestTimeoutMs: z.int().min(1).max(600_000).default(10_000),
  failOnStatus: z.boolean().default(true),
});

type Settings = z.output<typeof configSchema>;

/** Sends an HTTP request, only to hosts that are allowed, within limits of size and time. */
export const httpRequestStep: StepStrategy<Settings> = {
  name: "http-request",
  configSchema,
  nodeName: (index) => `http_request_step_${index}`,
  createStep(settings) {
    const requestOf = requestTemplate(settings);
    return async (state, context) => {
      const answer = await timed(settings, getRun(context).signal, (signal) =>
        sendRequest(requestOf(state), settings, signal),
      );
      if (settings.failOnStatus && (answer.status < 200 || answer.status > 299)) throw badStatus(answer);
      return { [settings.as]: answer };
    };
  },
  writes: ({ as }) => [as],
};

function requestTemplate({ url, method, headers, body }: Settings) {
  const address = urlTemplate(url);
  const values = Object.entries(headers).map(([name, value]) => [name, parseTemplate(value)] as const);
  const content = body === undefined ? undefined : parseTemplate(body);
  return (state: Readonly<Record<string, unknown>>): HttpRequest => ({
    url: address(state),
    method,
    headers: Object.fromEntries(values.map(([name, value]) => [name, value.render({ values: state })])),
    ...(content !== undefined && { body: content.render({ values: state }) }),
  });
}

/** The run's signal ends it, and so does the time limit; what the limit ends says so. */
async function timed<T>(
  { requestTimeoutMs }: Settings,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(requestTimeoutMs);
  const both = AbortSignal.any([signal, limit]);
  try {
    return await work(both);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!limit.aborted) throw error;
    throw httpErrors.create("HTTP_TIMEOUT", {
      message: `The request took longer than ${requestTimeoutMs} ms.`,
      hint: "Try again, or raise requestTimeoutMs.",
      details: { requestTimeoutMs },
    });
  }
}

function badStatus({ status, body }: HttpAnswer) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return httpErrors.create("HTTP_STATUS", {
    message: `The server answered ${status}: ${text.slice(0, 200)}`,
    hint: "Look at the request, or set failOnStatus: false and decide by the status.",
    details: { status },
  });
}
