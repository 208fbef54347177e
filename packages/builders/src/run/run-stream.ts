import type { RunEvent } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import { EventQueue } from "./event-queue.ts";
import type { RunResult } from "./run-result.ts";
import { runCancelled } from "./run-signal.ts";

/** Starts the run, handing its events to `onEvent`. */
export type Execute = (onEvent?: (event: RunEvent) => void | Promise<void>) => Promise<RunResult>;

/**
 * A run as a stream of events. It starts at the first look at any of its views; leaving the iteration aborts it.
 * A run that failed ends the iteration with its `run-finished`; `text` and `result` throw its error.
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

  const start = (): Promise<RunResult> => {
    if (running !== undefined) return running;
    running = Promise.resolve().then(() => execute((event) => queue?.push(event)));
    const end = () => queue?.end();
    running.then(end, end);
    return running;
  };
  const read = (): EventQueue => {
    if (queue !== undefined) throw alreadyRead(runId);
    queue = new EventQueue();
    start().catch(() => undefined);
    return queue;
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
      return textOf(() => events(read(), leave), start);
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
            if (value.type === "text-delta") return { value: value.text, done: false };
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

function alreadyRead(runId: string) {
  return builderErrors.create("STREAM_ALREADY_READ", {
    message: `The stream of run ${runId} is being read already.`,
    hint: "Iterate it once; collect the events if several places need them.",
  });
}
