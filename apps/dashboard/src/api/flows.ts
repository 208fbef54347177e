import type { ErrorData, GraphDescription } from "@pergola/core";
import { requestJson } from "./request.ts";

/** A flow that this server offers. */
export interface FlowInfo {
  readonly name: string;
  readonly graph: GraphDescription;
  /** What the form begins with. */
  readonly exampleInput?: unknown;
}

/** An input or a result, unless it was too large to keep. */
export type KeptValue = { readonly value: unknown } | { readonly isTooLarge: true };

export type TraceState =
  | "running"
  | "completed"
  | "failed"
  | "cancelled"
  | "deadline"
  | "budget"
  | "stopped"
  | (string & {});

/** A trace that this user started. Times are epoch milliseconds. */
export interface FlowTrace {
  readonly id: string;
  readonly flow: string;
  readonly state: TraceState;
  readonly input: KeptValue;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly results?: readonly KeptValue[];
  readonly resultCount?: number;
  readonly error?: ErrorData;
}

/** `GET /v1/flows`. */
export async function listFlows(signal?: AbortSignal): Promise<readonly FlowInfo[]> {
  const list = await requestJson<{ data: readonly FlowInfo[] }>("/v1/flows", { signal });
  return list.data;
}

/** `GET /v1/flows/:name/traces`: the user's own, newest first. */
export async function listTraces(flow: string, signal?: AbortSignal): Promise<readonly FlowTrace[]> {
  const list = await requestJson<{ data: readonly FlowTrace[] }>(tracesPath(flow), { signal });
  return list.data;
}

/** `POST /v1/flows/:name/traces`. */
export function startTrace(flow: string, input: unknown): Promise<FlowTrace> {
  return requestJson(tracesPath(flow), { method: "POST", body: { input } });
}

/** `DELETE /v1/flows/:name/traces/:id`. */
export function cancelTrace(flow: string, id: string): Promise<{ readonly cancelled: boolean }> {
  return requestJson(`${tracesPath(flow)}/${encodeURIComponent(id)}`, { method: "DELETE" });
}

function tracesPath(flow: string): string {
  return `/v1/flows/${encodeURIComponent(flow)}/traces`;
}
