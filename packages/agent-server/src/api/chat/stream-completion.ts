import type { RunResult } from "@pergola/builders";
import type { RunEvent, Usage } from "@pergola/core";
import type { StreamedRun } from "../../services/run-service.ts";
import type { EventStreamWriter } from "../event-stream/event-stream-writer.ts";
import { formatData } from "../event-stream/format-event.ts";
import type { ChunkFactory } from "./chunks.ts";
import { wireFinishReason } from "./completion.ts";
import { waitingCalls } from "./tool-calls.ts";

export interface CompletionStream {
  readonly runs: readonly StreamedRun[];
  readonly chunks: ChunkFactory;
  readonly writer: EventStreamWriter;
  readonly includesUsage: boolean;
}

/** Writes the answers as they come, then the usage if it was asked for, then `[DONE]`. @throws what ended a run */
export async function streamCompletion({
  runs,
  chunks,
  writer,
  includesUsage,
}: CompletionStream): Promise<void> {
  const send = (chunk: unknown) => writer.write(formatData(chunk));
  const usages = await Promise.all(runs.map((run, index) => streamChoice(run, { index, chunks, send })));
  if (includesUsage) await send(chunks.usage(usages));
  await send("[DONE]");
}

interface Choice {
  readonly index: number;
  readonly chunks: ChunkFactory;
  readonly send: (chunk: unknown) => Promise<void>;
}

/** Reads the run to its end, also when nobody listens any more. */
async function streamChoice({ runId, events, result }: StreamedRun, choice: Choice): Promise<Usage> {
  const { index, chunks, send } = choice;
  let lastCall: string | undefined;
  for (let next = await events.next(); next.done !== true; next = await events.next()) {
    const event: RunEvent = next.value;
    // What a child run says is not the answer.
    if (event.type !== "text-delta" || event.runId !== runId) continue;
    if (lastCall === undefined) await send(chunks.role(index));
    // A run may speak before a tool call and again after it: a paragraph each.
    const isNewParagraph = lastCall !== undefined && lastCall !== event.callId;
    await send(chunks.text(index, isNewParagraph ? `\n\n${event.text}` : event.text));
    lastCall = event.callId;
  }
  const finished = await result;
  if (lastCall === undefined) await send(chunks.role(index));
  await sendEnd(finished, choice);
  return finished.usage;
}

async function sendEnd(result: RunResult, { index, chunks, send }: Choice): Promise<void> {
  const toolCalls = waitingCalls(result);
  if (toolCalls.length > 0) await send(chunks.toolCalls(index, toolCalls));
  await send(chunks.finish(index, wireFinishReason(result.finishReason, toolCalls)));
}
