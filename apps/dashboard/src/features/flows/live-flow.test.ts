import type { FlowEvent, FlowFrame, NodeCounts } from "@pergola/flow-runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FlowSocketOptions } from "../../api/flow-socket.ts";
import { createLiveFlow } from "./live-flow.ts";

/** A watched flow whose server and screen are the test. */
function watched() {
  let socket: FlowSocketOptions | undefined;
  const frames: (() => void)[] = [];
  const follows: (string | null)[] = [];
  let news = 0;
  let isClosed = false;
  const live = createLiveFlow({
    flow: "letters",
    connect(options) {
      socket = options;
      return { follow: (id) => follows.push(id), close: () => (isClosed = true) };
    },
    atNextFrame: (work) => frames.push(work),
    now: Date.now,
    onNews: () => news++,
  });
  const say = (frame: FlowFrame) => socket?.onFrame(frame);
  const draw = () => {
    for (const work of frames.splice(0)) work();
  };
  return { live, say, draw, frames, follows, news: () => news, socket, isClosed: () => isClosed };
}

const node = (part: Partial<NodeCounts>): NodeCounts => ({
  id: "work",
  running: 0,
  queueDepth: 0,
  started: 0,
  succeeded: 0,
  failed: 0,
  retried: 0,
  ...part,
});
const activity = (part: Partial<NodeCounts>): FlowFrame => ({
  type: "activity",
  flow: "letters",
  nodes: [node(part)],
  edges: [{ from: "take", to: "work", messages: part.started ?? 0 }],
  at: 0,
  traces: {
    running: 1,
    waiting: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
    deadline: 0,
    budget: 0,
    stopped: 0,
  },
});
const event = (traceId: string, type: FlowEvent["type"] = "node-started"): FlowEvent => ({
  type,
  ts: 0,
  flow: "letters",
  traceId,
});

describe("a flow that is watched", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }));
  afterEach(() => void vi.useRealTimers());

  it("changes once a frame, however much the server says", () => {
    const { live, say, draw } = watched();
    draw();
    let changes = 0;
    live.subscribe(() => changes++);
    for (let count = 1; count <= 1_000; count++) say(activity({ started: count }));
    expect(changes).toBe(0);
    draw();
    expect(changes).toBe(1);
    expect(live.view().nodes.get("work")).toMatchObject({ started: 1_000 });
  });

  it("sees what moves come to rest, though the server says nothing more", async () => {
    const { live, say, draw } = watched();
    say(activity({ succeeded: 0 }));
    draw();
    vi.advanceTimersByTime(100);
    say(activity({ succeeded: 300 }));
    draw();
    expect(live.view().nodes.get("work")?.perSecond).toBe(200);
    for (let wait = 0; wait < 10; wait++) {
      vi.advanceTimersByTime(250);
      draw();
    }
    expect(live.view().nodes.get("work")?.perSecond).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("sees the first message over an edge move, unless that was before it looked", () => {
    const { live, say, draw } = watched();
    const edges = (...names: string[]): FlowFrame => ({
      ...(activity({}) as Extract<FlowFrame, { type: "activity" }>),
      edges: names.map((to) => ({ from: "__start__", to, messages: 1 })),
    });
    const rates = () => [...live.view().edges.values()].map(({ perSecond }) => perSecond > 0);
    say(edges("before"));
    draw();
    expect(rates()).toEqual([false]);
    say(edges("before", "now"));
    draw();
    expect(rates()).toEqual([false, true]);
  });

  it("marks a failure as fresh for a while, and old ones not at all", () => {
    const { live, say, draw } = watched();
    say(activity({ failed: 2 }));
    draw();
    expect(live.view().nodes.get("work")?.isFailing).toBe(false);
    say(activity({ failed: 3 }));
    draw();
    expect(live.view().nodes.get("work")?.isFailing).toBe(true);
    vi.advanceTimersByTime(4_000);
    draw();
    expect(live.view().nodes.get("work")?.isFailing).toBe(false);
  });

  it("keeps the latest events of the followed trace, and counts all", () => {
    const { live, say, draw, follows } = watched();
    live.follow("one");
    live.follow("one");
    expect(follows).toEqual(["one"]);
    const events = Array.from({ length: 300 }, () => event("one"));
    say({ type: "events", flow: "letters", events: [...events, event("two")], dropped: 0 });
    say({ type: "events", flow: "letters", events: [event("one", "trace-settled")], dropped: 0 });
    draw();
    expect(live.view().events).toHaveLength(200);
    expect(live.view().events.at(-1)).toMatchObject({ type: "trace-settled", place: 300 });
    expect(live.view().eventCount).toBe(301);
  });

  it("counts the events that the server left out, too", () => {
    const { live, say, draw } = watched();
    live.follow("one");
    say({ type: "events", flow: "letters", events: [event("one")], dropped: 40 });
    draw();
    expect(live.view().eventCount).toBe(41);
  });

  it("forgets a trace when another one is followed, and what is late of the first", () => {
    const { live, say, draw } = watched();
    live.follow("one");
    const trace = {
      type: "trace-activity",
      flow: "letters",
      nodes: [node({ started: 1 })],
      edges: [],
    } as const;
    say({ ...trace, traceId: "one" });
    draw();
    expect(live.view().followed?.nodes.get("work")?.started).toBe(1);
    live.follow("two");
    say({ ...trace, traceId: "one" });
    draw();
    expect(live.view()).toMatchObject({ followed: undefined, events: [], eventCount: 0 });
  });

  it("tells of each own trace that has ended", () => {
    const { say, news } = watched();
    say({ type: "events", flow: "letters", events: [event("two", "trace-settled")], dropped: 0 });
    expect(news()).toBe(1);
  });

  it("asks for what it may have missed when the connection is back, and not when it is first there", () => {
    const { live, draw, news, socket } = watched();
    socket?.onState("live");
    expect(news()).toBe(0);
    socket?.onState("lost");
    draw();
    expect(live.view().connection).toBe("lost");
    socket?.onState("live");
    expect(news()).toBe(1);
  });

  it("draws nothing after it was closed", () => {
    const { live, say, draw, frames, isClosed } = watched();
    say(activity({}));
    live.close();
    draw();
    say(activity({ started: 1 }));
    expect([isClosed(), frames.length, live.view().hasActivity]).toEqual([true, 0, false]);
  });
});
