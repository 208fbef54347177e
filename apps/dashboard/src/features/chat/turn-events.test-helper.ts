import type { RunEvent, RunEventInput, Usage } from "@pergola/core";
import { createTurn, type Turn } from "./turn.ts";
import { reduceTurn } from "./turn-reducer.ts";

export const USAGE: Usage = { inputTokens: 10, outputTokens: 4, totalTokens: 14 };

/** Gives events their places in a run that begins at 1000 and moves on by 10 ms an event. */
export function placed(inputs: readonly RunEventInput[], runId = "r1"): RunEvent[] {
  return inputs.map((input, seq) => ({ ...input, runId, seq, at: 1_000 + seq * 10 }) as RunEvent);
}

/** A run of one step that calls the model, a tool, and the model again. */
export function toolRun(): RunEvent[] {
  return placed([
    { type: "run-started", agentId: "assistant", sessionId: "s1" },
    { type: "step-started", step: "answer", kind: "tools-loop" },
    { type: "model-started", callId: "m1", step: "answer", model: "openai:x", request: { n: 1 } },
    { type: "text-delta", callId: "m1", step: "answer", text: "Let me " },
    { type: "text-delta", callId: "m1", step: "answer", text: "see." },
    {
      type: "model-finished",
      callId: "m1",
      step: "answer",
      latencyMs: 30,
      usage: USAGE,
      finishReason: "tool_calls",
    },
    {
      type: "tool-started",
      callId: "t1",
      step: "answer",
      tool: "calculator",
      arguments: { expression: "1+1" },
    },
    { type: "tool-finished", callId: "t1", step: "answer", tool: "calculator", latencyMs: 10, result: 2 },
    { type: "model-started", callId: "m2", step: "answer", model: "openai:x", request: { n: 2 } },
    { type: "text-delta", callId: "m2", step: "answer", text: "It is 2." },
    {
      type: "model-finished",
      callId: "m2",
      step: "answer",
      latencyMs: 20,
      usage: USAGE,
      finishReason: "stop",
    },
    { type: "step-finished", step: "answer", kind: "tools-loop", latencyMs: 100 },
    { type: "run-finished", outcome: "completed", usage: USAGE, latencyMs: 120 },
  ]);
}

/** A fresh turn after the events. */
export function turnAfter(events: readonly RunEvent[]): Turn {
  return events.reduce(reduceTurn, createTurn({ key: "local-1", message: "What is 1+1?", startedAt: 1_000 }));
}
