import type { ErrorData, LogFields, ObservedRun, RunEvent, Usage } from "@pergola/core";
import { type ForeignEvent, type KnownEvent, known } from "../events/foreign-events.ts";
import { type PartOutcome, partOutcome } from "../events/part-outcome.ts";
import { costOf } from "../metrics/cost-of.ts";
import { type CallTexts, promptLength } from "./call-texts.ts";
import type { LogLine } from "./log-entry.ts";
import type { LogLevel } from "./log-level.ts";
import type { OpenStages } from "./open-stages.ts";

type Of<Type extends KnownEvent["type"]> = Extract<KnownEvent, { readonly type: Type }>;
type Line = Pick<LogLine, "level" | "message" | "component"> & Partial<LogLine>;

const LLM = { component: "resource", resource: "llm" } as const;
const LEVEL_OF_OUTCOME: Readonly<Record<string, LogLevel>> = { completed: "info", failed: "error" };

/** The line that tells of an event; undefined for those that are no line of their own. */
export function lineOfEvent(
  event: RunEvent,
  run: ObservedRun,
  { texts, stages }: { readonly texts: CallTexts; readonly stages: OpenStages },
): LogLine | undefined {
  stages.note(known(event));
  const line = runLine(known(event)) ?? callLine(known(event), texts) ?? otherLine(known(event));
  if (line === undefined) return undefined;
  const inside = line.step === undefined ? undefined : stages.of(event.runId, line.step);
  return { ...line, ...placeOf(event, run, inside) };
}

function placeOf(
  event: RunEvent,
  { scope, traceId }: ObservedRun,
  inside: string | undefined,
): Partial<LogLine> {
  const { runId, parentRunId } = event;
  const { stage = inside, agentId } = event as { readonly stage?: unknown; readonly agentId?: unknown };
  return {
    runId,
    ...(parentRunId !== undefined && { parentRunId }),
    ...(traceId !== undefined && { traceId }),
    agentId: typeof agentId === "string" ? agentId : scope.agentId,
    tenantId: scope.tenantId,
    userId: scope.userId,
    ...(scope.sessionId !== undefined && { sessionId: scope.sessionId }),
    ...(typeof stage === "string" && { stage }),
  };
}

function runLine(event: KnownEvent): Line | undefined {
  switch (event.type) {
    case "run-started":
      return { level: "info", component: "run", message: "Run started" };
    case "run-resumed":
      return { level: "info", component: "run", message: "Run resumed" };
    case "run-suspended":
      return {
        level: "info",
        component: "run",
        message: `Run suspended: ${event.interrupts.length} to answer`,
      };
    case "run-finished":
      return runFinished(event);
    case "step-started":
      return { level: "debug", component: "step", message: "Step started", step: event.step };
    case "step-finished":
      return { component: "step", step: event.step, ...ended("Step", event) };
    case "step-retried":
      return {
        level: "warn",
        component: "step",
        message: "Step is tried again",
        step: event.step,
        ...wrong(event),
      };
    case "step-cached":
      return { level: "debug", component: "step", message: "Step answered from its cache", step: event.step };
    case "stage-started":
      return { level: "debug", component: "step", message: `Stage ${event.stage} started`, step: event.step };
    case "stage-finished":
      return { component: "step", step: event.step, ...ended(`Stage ${event.stage}`, event) };
    default:
      return undefined;
  }
}

/** What a line of a stage has that is no field of its own. */
export function fieldsOfEvent(event: RunEvent): LogFields | undefined {
  const told = known(event);
  if (told.type !== "stage-started" && told.type !== "stage-finished") return undefined;
  const { iteration, results, tools } = told as Of<"stage-finished">;
  return { iteration, ...(results !== undefined && { results }), ...(tools !== undefined && { tools }) };
}

function callLine(event: KnownEvent, texts: CallTexts): Line | undefined {
  switch (event.type) {
    case "text-delta":
      texts.add(callKey(event), event.text);
      return undefined;
    case "model-started":
      return modelStarted(event, texts);
    case "model-finished":
      return modelFinished(event, texts);
    case "model-retried":
      return {
        ...LLM,
        level: "warn",
        message: "Model call is tried again",
        ...ofStep(event),
        ...wrong(event),
      };
    case "model-fell-back":
      return fellBack(event, texts);
    case "tool-started": {
      const { tool, arguments: given } = event;
      const content = texts.keepsText ? { content: { arguments: given } } : {};
      return {
        level: "debug",
        component: "tool",
        message: "Tool started",
        tool,
        ...ofStep(event),
        ...content,
      };
    }
    case "tool-retried":
      return {
        component: "tool",
        level: "warn",
        message: "Tool is tried again",
        tool: event.tool,
        ...ofStep(event),
        ...wrong(event),
      };
    case "tool-finished": {
      const { tool, result } = event;
      const content = texts.keepsText && result !== undefined ? { content: { result } } : {};
      return { component: "tool", tool, ...ofStep(event), ...ended("Tool", event), ...content };
    }
    default:
      return undefined;
  }
}

function otherLine(event: KnownEvent): Line | undefined {
  if (event.type === "breaker-changed") return breakerChanged(event);
  if (event.type === "resource-used") return resourceUsed(event);
  return TOLD.has(event.type) ? undefined : { level: "debug", component: "run", message: event.type };
}

/** Events that are told above, or that are no line. */
const TOLD: ReadonlySet<string> = new Set(["text-delta", "reasoning-delta"]);

function runFinished({ outcome, usage, latencyMs, error }: Of<"run-finished">): Line {
  return {
    level: LEVEL_OF_OUTCOME[outcome] ?? "warn",
    component: "run",
    message: `Run ${outcome}`,
    durationMs: latencyMs,
    success: outcome === "completed",
    ...used(usage),
    ...wrong({ error }),
  };
}

function modelStarted(event: Of<"model-started">, texts: CallTexts): Line {
  const length = texts.measuresPrompts ? promptLength(event.request) : undefined;
  texts.begin(callKey(event), event.model);
  return {
    ...LLM,
    level: "debug",
    message: "Model call started",
    model: event.model,
    ...ofStep(event),
    ...(length !== undefined && { promptLength: length }),
    ...(texts.keepsText && { content: { prompt: event.request.messages } }),
  };
}

function fellBack(event: Of<"model-fell-back">, texts: CallTexts): Line {
  const { from, to } = event as Extract<ForeignEvent, { readonly type: "model-fell-back" }>;
  texts.goesTo(callKey(event), to);
  return {
    ...LLM,
    level: "warn",
    message: `Model ${from} failed; the call goes to ${to}`,
    model: to,
    ...ofStep(event),
    ...wrong(event),
  };
}

function modelFinished(event: Of<"model-finished">, texts: CallTexts): Line {
  const said = texts.end(callKey(event));
  return {
    ...LLM,
    ...ended("Model call", event),
    ...(said !== undefined && { model: said.model, responseLength: said.length }),
    ...ofStep(event),
    ...(event.usage !== undefined && used(event.usage)),
    ...(said !== undefined && texts.keepsText && { content: { response: said.text } }),
  };
}

function breakerChanged({ resource, name, state, failures }: Of<"breaker-changed">): Line {
  const level = state === "open" ? "warn" : "info";
  const message = `Breaker of ${name} is ${state} after ${failures} failure(s)`;
  return { level, component: "resource", resource, message };
}

function resourceUsed(event: Of<"resource-used">): Line {
  const { resource, operation } = event;
  const line = ended(`${resource} ${operation}`, event);
  return { component: "resource", resource, ...line, level: line.level === "info" ? "debug" : line.level };
}

const callKey = ({ runId, callId }: { readonly runId: string; readonly callId: string }) =>
  `${runId} ${callId}`;

const ofStep = ({ step }: { readonly step?: string }) => (step === undefined ? {} : { step });

const ENDED: Readonly<Record<PartOutcome, string>> = {
  ok: "finished",
  cancelled: "cancelled",
  error: "failed",
};

function ended(
  what: string,
  { latencyMs, error }: { readonly latencyMs: number; readonly error?: ErrorData },
) {
  const outcome = partOutcome(error);
  const level: LogLevel = outcome === "error" ? "error" : "info";
  const message = `${what} ${ENDED[outcome]}`;
  return { level, message, durationMs: latencyMs, success: outcome === "ok", ...wrong({ error }) };
}

function wrong({ error }: { readonly error?: ErrorData | undefined }): Partial<LogLine> {
  return error === undefined ? {} : { errorType: error.code, errorMessage: error.message };
}

function used(usage: Usage): Partial<LogLine> {
  const cost = costOf(usage);
  const tokens = { input: usage.inputTokens, output: usage.outputTokens };
  return { tokens, ...(cost !== undefined && { cost }) };
}
