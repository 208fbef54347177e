import type { RunEvent } from "@pergola/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunRequest } from "../../api/runs.ts";
import { createLiveTurns, type LiveTurnsOptions } from "./live-turns.ts";
import { answerText } from "./turn.ts";
import { placed, toolRun, USAGE } from "./turn-events.test-helper.ts";

const RUN: RunRequest = { agent: "assistant", message: "What is 1+1?", sessionId: "s1" };

/** A run whose events the test sends one by one; closing the connection ends it as fetch does. */
function scriptedRun() {
  const waiting: (() => void)[] = [];
  const events: RunEvent[] = [];
  let failure: unknown;
  async function* streamRun(_run: RunRequest, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    for (;;) {
      signal.throwIfAborted();
      if (failure !== undefined) throw failure;
      const event = events.shift();
      if (!event) {
        await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), aborted]);
        continue;
      }
      yield event;
      if (event.type === "run-finished") return;
    }
  }
  const wake = async () => {
    for (const resolve of waiting.splice(0)) resolve();
    await vi.advanceTimersByTimeAsync(0);
  };
  const send = (...more: RunEvent[]) => {
    events.push(...more);
    return wake();
  };
  const fail = (reason: unknown) => {
    failure = reason;
    return wake();
  };
  return { streamRun, send, fail };
}

function setup(change: Partial<LiveTurnsOptions> = {}) {
  const run = scriptedRun();
  const frames: (() => void)[] = [];
  const settled: string[] = [];
  let keys = 0;
  const store = createLiveTurns({
    streamRun: run.streamRun,
    cancelRun: async () => undefined,
    atNextFrame: (work) => frames.push(work),
    newKey: () => `local-${keys++}`,
    now: () => 1_000,
    onSettled: ({ sessionId }) => settled.push(sessionId),
    ...change,
  });
  const frame = () => {
    for (const work of frames.splice(0)) work();
  };
  const turns = () => store.turnsOf("assistant", "s1");
  return { store, run, frame, frames, settled, turns };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("createLiveTurns", () => {
  it("shows a sent message at once and its answer after the next frame", async () => {
    const { store, run, frame, turns } = setup();
    store.send(RUN);
    expect(turns()).toMatchObject([{ message: "What is 1+1?", status: "connecting" }]);
    await run.send(...toolRun().slice(0, 5));
    expect(turns()[0]?.status).toBe("connecting");
    frame();
    expect(turns()[0]).toMatchObject({ runId: "r1", status: "running" });
  });

  it("draws once for all events of a frame", async () => {
    const { store, run, frame, frames } = setup();
    let draws = 0;
    store.send(RUN);
    store.subscribe(() => draws++);
    await run.send(...toolRun().slice(0, 12));
    expect(frames).toHaveLength(1);
    frame();
    expect(draws).toBe(1);
  });

  it("keeps the same array until one of its turns changes", async () => {
    const { store, run, frame, turns } = setup();
    store.send(RUN);
    const before = turns();
    store.send({ ...RUN, sessionId: "other" });
    expect(turns()).toBe(before);
    await run.send(...toolRun().slice(0, 1));
    frame();
    expect(turns()).not.toBe(before);
  });

  it("shows the end without waiting for a frame and says which session has settled", async () => {
    const { store, run, settled, turns } = setup();
    store.send(RUN);
    await run.send(...toolRun());
    expect(turns()[0]).toMatchObject({ status: "completed" });
    expect(settled).toEqual(["s1"]);
  });

  it("stops through the server and keeps the partial text", async () => {
    const cancelled: string[] = [];
    const { store, run, frame, turns } = setup({ cancelRun: async (runId) => cancelled.push(runId) });
    store.send(RUN);
    await run.send(...toolRun().slice(0, 5));
    frame();
    store.stop("assistant", "s1");
    store.stop("assistant", "s1");
    expect(turns()[0]?.status).toBe("stopping");
    await run.send(...placed([{ type: "run-finished", outcome: "cancelled", usage: USAGE, latencyMs: 1 }]));
    expect(cancelled).toEqual(["r1"]);
    expect(turns()[0]?.status).toBe("cancelled");
    expect(answerText(turns()[0] as never)).toBe("Let me see.");
  });

  it("closes the connection when the server refuses to stop the run", async () => {
    const { store, run, frame, settled, turns } = setup({
      cancelRun: () => Promise.reject(new Error("404")),
    });
    store.send(RUN);
    await run.send(...toolRun().slice(0, 5));
    frame();
    store.stop("assistant", "s1");
    await vi.advanceTimersByTimeAsync(0);
    expect(turns()[0]?.status).toBe("cancelled");
    expect(settled).toEqual(["s1"]);
  });

  it("closes the connection when a stop was accepted but the run does not end in time", async () => {
    const { store, run, frame, turns } = setup({ stopTimeoutMs: 500 });
    store.send(RUN);
    await run.send(...toolRun().slice(0, 5));
    frame();
    store.stop("assistant", "s1");
    await vi.advanceTimersByTimeAsync(499);
    expect(turns()[0]?.status).toBe("stopping");
    await vi.advanceTimersByTimeAsync(1);
    expect(turns()[0]?.status).toBe("cancelled");
  });

  it("closes the connection when stopped before the run has an id", async () => {
    const { store, turns } = setup({ cancelRun: () => Promise.reject(new Error("must not be asked")) });
    store.send(RUN);
    store.stop("assistant", "s1");
    await vi.advanceTimersByTimeAsync(0);
    expect(turns()[0]?.status).toBe("cancelled");
  });

  it("fails with the reason when the stream breaks, and keeps what came", async () => {
    const { store, run, settled, turns } = setup();
    store.send(RUN);
    await run.send(...toolRun().slice(0, 5));
    await run.fail(new Error("boom"));
    expect(turns()[0]).toMatchObject({ status: "failed", error: { code: "UNEXPECTED", message: "boom" } });
    expect(answerText(turns()[0] as never)).toBe("Let me see.");
    expect(settled).toEqual(["s1"]);
  });

  it("forgets a settled turn once its stored form is there, and never a running one", async () => {
    const { store, run, frame, turns } = setup();
    store.send(RUN);
    await run.send(...toolRun().slice(0, 5));
    frame();
    store.forget("assistant", "s1", new Set(["r1"]));
    expect(turns()).toHaveLength(1);
    await run.send(...toolRun().slice(5));
    store.forget("assistant", "s1", new Set(["r1"]));
    expect(turns()).toEqual([]);
  });
});
