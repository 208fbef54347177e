import type { FlowFrame } from "@pergola/flow-runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectFlowSocket } from "./flow-socket.ts";
import type { SocketLike, SocketState } from "./live-socket.ts";

/** Sockets that the test opens and closes. */
function sockets() {
  const opened: (SocketLike & { readonly sent: unknown[]; isClosed: boolean })[] = [];
  const open = () => {
    const socket = {
      readyState: 0,
      onopen: null,
      onclose: null,
      onmessage: null,
      sent: [] as unknown[],
      isClosed: false,
      send: (text: string) => void socket.sent.push(JSON.parse(text)),
      close: () => {
        socket.isClosed = true;
      },
    } as unknown as (typeof opened)[number];
    opened.push(socket);
    return socket;
  };
  const accept = () => {
    const socket = opened.at(-1);
    if (!socket) return;
    Object.assign(socket, { readyState: 1 });
    socket.onopen?.();
  };
  const drop = () => {
    const socket = opened.at(-1);
    if (!socket) return;
    Object.assign(socket, { readyState: 3 });
    socket.onclose?.();
  };
  return { opened, open, accept, drop };
}

function connected() {
  const states: SocketState[] = [];
  const frames: FlowFrame[] = [];
  const all = sockets();
  const socket = connectFlowSocket({
    flow: "letters",
    open: all.open,
    onState: (state) => states.push(state),
    onFrame: (frame) => frames.push(frame),
  });
  return { ...all, socket, states, frames };
}

const subscribe = (follow: string | null) => ({ type: "subscribe", flow: "letters", follow });

describe("the connection to a flow", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("subscribes when it is there, and passes on what the server says", () => {
    const { opened, accept, states, frames } = connected();
    expect(states).toEqual(["connecting"]);
    accept();
    expect([opened[0]?.sent, states.at(-1)]).toEqual([[subscribe(null)], "live"]);
    const frame = { type: "unsubscribed", flow: "letters" };
    opened[0]?.onmessage?.({ data: JSON.stringify(frame) });
    expect(frames).toEqual([frame]);
  });

  it("follows another trace by saying so", () => {
    const { opened, accept, socket } = connected();
    socket.follow("early");
    accept();
    socket.follow("late");
    socket.follow("late");
    expect(opened[0]?.sent).toEqual([subscribe("early"), subscribe("late")]);
  });

  it("comes back after a loss, waits longer each time, and follows what it followed", () => {
    const { opened, accept, drop, socket, states } = connected();
    accept();
    socket.follow("one");
    drop();
    expect(states.at(-1)).toBe("lost");
    vi.advanceTimersByTime(499);
    expect(opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    drop();
    vi.advanceTimersByTime(999);
    expect(opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    accept();
    expect([opened[2]?.sent, states.at(-1)]).toEqual([[subscribe("one")], "live"]);
  });

  it("waits 8 s at most", () => {
    const { opened, drop } = connected();
    for (let attempt = 0; attempt < 10; attempt++) {
      drop();
      vi.advanceTimersByTime(8_000);
    }
    expect(opened).toHaveLength(11);
  });

  it("stays away once it is closed", () => {
    const { opened, accept, drop, socket } = connected();
    accept();
    socket.close();
    drop();
    vi.advanceTimersByTime(60_000);
    expect([opened.length, opened[0]?.isClosed]).toEqual([1, true]);
  });
});
