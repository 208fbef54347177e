import type { RunEvent } from "@pergola/core";
import { describe, expect, it } from "vitest";
import type { RunRequest } from "../api/runs.ts";
import { createLiveRuns } from "./live-runs.ts";

const REQUEST: RunRequest = { agent: "assistant", message: "Hello", sessionId: "s1" };

const event = (seq: number, more: object, runId = "r1") => ({ runId, seq, at: seq, ...more }) as RunEvent;
const started = (runId = "r1") => event(0, { type: "run-started", agentId: "assistant" }, runId);
const delta = (seq: number, text: string, callId = "c1") => event(seq, { type: "text-delta", callId, text });
const finished = (seq: number, runId = "r1") =>
  event(seq, { type: "run-finished", outcome: "completed" }, runId);

function setup() {
  const frames: (() => void)[] = [];
  const store = createLiveRuns({ atNextFrame: (work) => frames.push(work) });
  const frame = () => {
    for (const work of frames.splice(0)) work();
  };
  const follow = async (...events: RunEvent[]) => {
    async function* stream() {
      yield* events;
    }
    return await Array.fromAsync(store.follow(REQUEST, stream()));
  };
  return { store, frame, follow, frames };
}

describe("the store of live runs", () => {
  it("hands every event on as it is, and keeps the run with what was asked", async () => {
    const { store, frame, follow } = setup();
    const events = [started(), delta(1, "He"), delta(2, "llo"), finished(3)];
    expect(await follow(...events)).toEqual(events);
    frame();
    expect(store.get("r1")).toMatchObject({
      agent: "assistant",
      sessionId: "s1",
      message: "Hello",
      isOver: true,
    });
  });

  it("tells its readers once a frame, with text that came together as one", async () => {
    const { store, frame, frames, follow } = setup();
    let told = 0;
    const remove = store.subscribe(() => told++);
    await follow(started(), delta(1, "He"), delta(2, "llo"), delta(3, "other", "c2"), finished(4));
    expect(frames).toHaveLength(1);
    frame();
    expect(told).toBe(1);
    expect(store.get("r1")?.events.map((each) => ("text" in each ? each.text : each.type))).toEqual([
      "run-started",
      "Hello",
      "other",
      "run-finished",
    ]);
    remove();
    await follow(started("r2"), finished(1, "r2"));
    frame();
    expect(told).toBe(1);
  });

  it("lets its array grow, so that who has read a part reads on", async () => {
    const { store, frame } = setup();
    const gate = Promise.withResolvers<void>();
    async function* stream() {
      yield started();
      await gate.promise;
      yield finished(1);
    }
    const reading = Array.fromAsync(store.follow(REQUEST, stream()));
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    frame();
    const before = store.get("r1");
    expect(before).toMatchObject({ isOver: false });
    expect(before?.events).toHaveLength(1);
    gate.resolve();
    await reading;
    frame();
    expect(store.get("r1")).not.toBe(before);
    expect(store.get("r1")?.events).toBe(before?.events);
    expect(before?.events).toHaveLength(2);
  });

  it("is over when the connection breaks, and says so to who reads", async () => {
    const { store, frame } = setup();
    async function* stream() {
      yield started();
      throw new Error("lost");
    }
    await expect(Array.fromAsync(store.follow(REQUEST, stream()))).rejects.toThrow("lost");
    frame();
    expect(store.get("r1")).toMatchObject({ isOver: true });
  });

  it("keeps the end of a run that told too much, and counts what it left out", async () => {
    const { store, frame, follow } = setup();
    const many = Array.from({ length: 20_005 }, (_, index) => event(index + 1, { type: "moon-risen" }));
    await follow(started(), ...many, finished(20_006));
    frame();
    const run = store.get("r1");
    expect(run?.events).toHaveLength(20_001);
    expect(run?.events.at(-1)?.type).toBe("run-finished");
    expect(run?.droppedEvents).toBe(6);
  });

  it("forgets the oldest runs that are over", async () => {
    const { store, frame, follow } = setup();
    for (let index = 0; index < 22; index++) await follow(started(`r${index}`), finished(1, `r${index}`));
    frame();
    expect(store.get("r0")).toBeUndefined();
    expect(store.get("r1")).toBeUndefined();
    expect(store.get("r21")?.isOver).toBe(true);
  });
});
