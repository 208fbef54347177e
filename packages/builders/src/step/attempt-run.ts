import type { EmitRunEvent } from "@pergola/core";
import type { RunContext } from "../run/run-context.ts";
import { TranscriptPart } from "../run/transcript-part.ts";

export interface AttemptRun {
  /** The run for one attempt of a step. */
  readonly run: RunContext;
  /** Nothing that the attempt has said is part of the conversation any more, whether it was returned or only streamed. */
  takeBack(): void;
}

export function attemptRun(run: RunContext): AttemptRun {
  const { journal } = run;
  const transcript = new TranscriptPart(run.transcript);
  const streamed = new Set<string>();
  const pass = run.emit ?? journal.emit;
  const emit: EmitRunEvent = (event) => {
    if (event.type === "text-delta") streamed.add(event.callId);
    return pass(event);
  };
  return {
    run: { ...run, transcript, emit },
    takeBack() {
      transcript.rollback();
      journal.forgetTexts(streamed);
    },
  };
}
