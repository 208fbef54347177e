import type { RunEvent } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import { EventQueue } from "./event-queue.ts";
import type { RunResult } from "./run-result.ts";
import { runCancelled } from "./run-signal.ts";

/** Starts the run, handing its events to `onEvent`. Never throws before it returns. */
export type Execute = (onEvent?: (event: RunEvent) => void | Promise<void>) => Promise<RunResult>;

/**
 * A run as a stream of events. It starts at the first look at any of its views; leaving the iteration aborts it.
 * A run that failed ends the iteration with its `run-finished`; `text` and `result` throw its error. One that could
 * not begin has no events: then the iteration throws, too.
 */
export interface RunStream extends AsyncIterable<RunEvent, undefined> {
  readonly runId: string;
  /** The answer's text as it comes. */
  readonly text: AsyncIterable<string, undefined>;
  /** The collected run. */
  readonly result: Promise<RunResult>;
  /** Stops the run. */
  cancel(): void;
}

export interface RunStreamOptions {
  readonly runId: string;
  readonly execute: Execute;
  readonly abort: (reason: Error) => void;
}

export function createRunStream({ runId, execute, abort }: RunStreamOptions): RunStream {
  let queue: EventQueue | undefined;
  let running: Promise<RunResult> | undefined;
  let hasBegun = false;

  const onEvent = (event: RunEvent) => {
    hasBegun = true;
    return queue?.push(event);
  };
  const start = (): Promise<RunResult> => {
    running ??= execute(onEvent);
    return running;
  };
  const read = (): EventQueue => {
    if (queue !== undefined || hasBegun) throw alreadyRead(runId, queue === undefined);
    const events = new EventQueue();
    queue = events;
    start().then(
      () => events.end(),
      (error) => events.end(hasBegun ? undefined : { error }),
    );
    return events;
  };
  const leave = async (): Promise<void> => {
    abort(runCancelled("The run was stopped: its reader left the stream."));
    queue?.discard();
    await running?.catch(() => undefined);
  };

  return {
    runId,
    get result() {
      const result = start();
      result.catch(() => undefined);
      return result;
    },
    get text() {
      return textOf(runId, () => events(read(), leave), start);
    },
    cancel: () => abort(runCancelled()),
    [Symbol.asyncIterator]: () => events(read(), leave),
  };
}

function events(queue: EventQueue, leave: () => Promise<void>): AsyncIterator<RunEvent, undefined> {
  let isOver = false;
  return {
    next: () => queue.next(),
    async return() {
      if (!isOver) await leave();
      isOver = true;
      return { value: undefined, done: true };
    },
  };
}

function textOf(
  runId: string,
  open: () => AsyncIterator<RunEvent, undefined>,
  result: () => Promise<RunResult>,
): AsyncIterable<string, undefined> {
  return {
    [Symbol.asyncIterator]() {
      const source = open();
      return {
        async next() {
          for (;;) {
            const { value, done } = await source.next();
            if (done === true || value === undefined) {
              await result();
              return { value: undefined, done: true };
            }
            if (value.type === "text-delta" && value.runId === runId)
              return { value: value.text, done: false };
          }
        },
        async return() {
          await source.return?.();
          return { value: undefined, done: true };
        },
      };
    },
  };
}

function alreadyRead(runId: string, isLate: boolean) {
  return builderErrors.create("STREAM_ALREADY_READ", {
    message: isLate
      ? `The stream of run ${runId} is read too late: its first events have gone by.`
      : `The stream of run ${runId} is being read already.`,
    hint: "Iterate it once, before awaiting its result; collect the events if several places need them.",
  });
}
