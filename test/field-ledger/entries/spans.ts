import type { RunEvent } from "@pergola/core";
import { type OpenTelemetryOptions, openTelemetry } from "@pergola/observability/opentelemetry";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";

type TracerProvider = NonNullable<OpenTelemetryOptions["tracerProvider"]>;

/** A provider that notes the names and the attributes of the spans that it is asked for. */
function noting(names: string[]) {
  const span = {
    setAttributes: () => span,
    setAttribute: () => span,
    setStatus: () => span,
    end() {},
    spanContext() {},
  };
  const tracer = {
    startSpan(name: string, { attributes = {} }: { readonly attributes?: object } = {}) {
      names.push(name, ...Object.keys(attributes));
      return span;
    },
  };
  return { getTracer: () => tracer } as unknown as TracerProvider;
}

function spansOf(options: OpenTelemetryOptions) {
  const names: string[] = [];
  const observer = openTelemetry({ tracerProvider: noting(names), ...options });
  const at = { runId: "r", seq: 0, at: 0 };
  const events: readonly RunEvent[] = [
    { ...at, type: "step-started", step: "answer", kind: "llm" },
    { ...at, type: "tool-started", callId: "c", tool: "clock", arguments: {} },
  ];
  const run = { id: "r", scope: { tenantId: "local", userId: "ada", agentId: "host" } };
  for (const event of events) observer.observe(event, run);
  return names;
}

/** Options of the spans of runs. */
export const spansLedger: Ledger = {
  name: "openTelemetry()",
  schema: z.strictObject({
    tracerProvider: z.custom<TracerProvider>(),
    content: z.boolean(),
    steps: z.boolean(),
  } satisfies Record<keyof OpenTelemetryOptions, z.ZodType>),
  entries: [
    entry("tracerProvider", [true, false], (isOther) => {
      const names: string[] = [];
      spansOf({ tracerProvider: isOther ? noting([]) : noting(names) });
      return names;
    }),
    entry("content", [false, true], (content) => spansOf({ content })),
    entry("steps", [true, false], (steps) => spansOf({ steps })),
  ],
};
