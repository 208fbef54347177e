import { type TracerProvider, trace } from "@opentelemetry/api";
import { checkOptions, isObjectWith } from "../check-options.ts";
import { RunSpans, type SpanObserver } from "./run-spans.ts";

export interface OpenTelemetryOptions {
  /** Makes the spans. Default: the global one of `@opentelemetry/api`; until somebody sets that, spans cost next to nothing. */
  readonly tracerProvider?: TracerProvider;
  /** Whether spans have what was said: messages, arguments and results of tools. Default false. */
  readonly content?: boolean;
  /** Whether each step and stage has a span. Default true. */
  readonly steps?: boolean;
}

const isBoolean = { expected: "true or false", fits: (value: unknown) => typeof value === "boolean" };

/**
 * Spans of runs by the conventions of OpenTelemetry for generative AI: `invoke_agent`, `chat` and `execute_tool`, one in the
 * other. A run is a child of the span that is active where it is begun.
 *
 * @throws OBSERVABILITY_OPTION_INVALID
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): SpanObserver {
  checkOptions("openTelemetry", options, {
    tracerProvider: isObjectWith("getTracer", "a TracerProvider"),
    content: isBoolean,
    steps: isBoolean,
  });
  const { tracerProvider, content = false, steps = true } = options;
  const tracer = (tracerProvider ?? trace).getTracer("@pergola/observability");
  return new RunSpans(tracer, { content, steps });
}
