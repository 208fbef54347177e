import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import {
  burstFlow,
  type Frame,
  gatedFlow,
  longFlow,
  openSocket,
  serveFlows,
  startTrace,
} from "./flows.test-helper.ts";
import { openPage } from "./served.test-helper.ts";

const SUBSCRIBE = { type: "subscribe", flow: "letters" };

const is = (type: string) => (frame: Frame) => frame.type === type;
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

interface Node {
  readonly id: string;
  readonly started: number;
  readonly failed: number;
  readonly running: number;
  readonly queueDepth: number;
}
const nodeOf = (frame: Frame, id: string) =>
  (frame.nodes as Node[] | undefined)?.find((node) => node.id === id);

describe("who subscribes to a flow", () => {
  it("is told what it does, and that it failed", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    using client = await openSocket(served.url);
    client.say(SUBSCRIBE);
    expect(await client.until(is("subscribed"))).toEqual({
      type: "subscribed",
      flow: "letters",
      follow: null,
    });
    expect(await client.until(is("activity"))).toMatchObject({
      flow: "letters",
      nodes: [{ id: "take", started: 0, queueDepth: 0 }, { id: "work" }],
      traces: { running: 0, completed: 0 },
    });
    for (let index = 0; index < 6; index++) await startTrace(served, "abc");
    const busy = await client.until((frame) => nodeOf(frame, "work")?.queueDepth === 2);
    expect(busy).toMatchObject({ nodes: [{ succeeded: 6 }, { running: 4 }], traces: { running: 6 } });
    expect(busy.edges).toEqual([
      { from: "__start__", to: "take", messages: 6 },
      { from: "take", to: "work", messages: 6 },
    ]);
    letters.open();
    await startTrace(served, "fail");
    const over = await client.until(
      ({ traces }) => (traces as { failed?: number } | undefined)?.failed === 1,
    );
    expect(over).toMatchObject({
      nodes: [{}, { running: 0, failed: 1, queueDepth: 0 }],
      traces: { completed: 6 },
    });
    expect(over.edges).toContainEqual({ from: "work", to: "__end__", messages: 6 });
  });

  it("forgets attempts that a cancelled trace leaves behind", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    using client = await openSocket(served.url);
    client.say(SUBSCRIBE);
    const id = await startTrace(served, "abc");
    await client.until((frame) => nodeOf(frame, "work")?.running === 1);
    await served.request(`/v1/flows/letters/traces/${id}`, { method: "DELETE" });
    const over = await client.until(({ traces }) => (traces as { cancelled?: number })?.cancelled === 1);
    expect(nodeOf(over, "work")?.running).toBe(0);
  });

  it("hears nothing more after unsubscribing, and the flow works unobserved again", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    let listeners = 0;
    const on = letters.flow.on.bind(letters.flow);
    using client = await openSocket(served.url);
    letters.flow.on = (listener) => {
      listeners++;
      const off = on(listener);
      return () => {
        listeners--;
        off();
      };
    };
    client.say(SUBSCRIBE);
    await client.until(is("subscribed"));
    expect(listeners).toBe(1);
    client.say({ ...SUBSCRIBE, type: "unsubscribe" });
    await client.until(is("unsubscribed"));
    expect(listeners).toBe(0);
    const count = client.frames.length;
    letters.open();
    await startTrace(served, "abc");
    client.say("{}");
    await client.until(is("error"));
    expect(client.frames).toHaveLength(count + 1);
  });

  it("gets the end of each own trace, and all events of the one it follows", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    using client = await openSocket(served.url);
    client.say(SUBSCRIBE);
    await client.until(is("activity"));
    const [one, two] = [await startTrace(served, "abc"), await startTrace(served, "def")];
    client.say({ ...SUBSCRIBE, follow: one });
    await client.until(({ follow }) => follow === one);
    expect(await client.until(is("trace-activity"))).toMatchObject({
      traceId: one,
      nodes: [
        { id: "take", succeeded: 1 },
        { id: "work", started: 1, running: 1 },
      ],
      edges: [
        { from: "__start__", to: "take", messages: 1 },
        { from: "take", to: "work", messages: 1 },
      ],
    });
    letters.open();
    const events = await eventsUntil(client, two);
    expect(events.filter(({ traceId }) => traceId === two).map(({ type }) => type)).toEqual([
      "trace-settled",
    ]);
    expect(events.filter(({ traceId }) => traceId === one).map(({ type }) => type)).toEqual(
      ["node-succeeded", "message-emitted", "trace-settled"].sort(byOrderOf(events)),
    );
  });

  it("is never told of other users' traces, only of what nodes do", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const [ada, bob] = [await openPage(served.url), await openPage(served.url)];
    using client = await openSocket(served.url, { origin: bob.origin, headers: { cookie: bob.cookie } });
    client.say(SUBSCRIBE);
    const id = await startTrace(served, "abc", { headers: ada });
    client.say({ ...SUBSCRIBE, follow: id });
    client.say({ ...SUBSCRIBE, follow: crypto.randomUUID() });
    const errors = await twoErrors(client);
    expect(errors[0]).toMatchObject({ code: "TRACE_NOT_FOUND" });
    expect(withoutIds(errors[0])).toBe(withoutIds(errors[1]));
    letters.open();
    await client.until(({ traces }) => (traces as { completed?: number })?.completed === 1);
    await turns(5);
    const told = JSON.stringify(client.frames.filter(({ type }) => type !== "error"));
    expect(told).not.toContain(id);
    expect(client.frames.some(is("events"))).toBe(false);
    expect(client.frames.some((frame) => is("activity")(frame) && nodeOf(frame, "work")?.started === 1)).toBe(
      true,
    );
  });
});

async function eventsUntil(client: Awaited<ReturnType<typeof openSocket>>, traceId: string) {
  type Told = { type: string; traceId: string };
  const all = () => client.frames.filter(is("events")).flatMap(({ events }) => events as Told[]);
  await client.until(() =>
    all().some((event) => event.traceId === traceId && event.type === "trace-settled"),
  );
  return all();
}

async function twoErrors(client: Awaited<ReturnType<typeof openSocket>>) {
  await client.until(() => client.frames.filter(is("error")).length === 2);
  return client.frames.filter(is("error")).map(({ error }) => error);
}

const withoutIds = (value: unknown) => JSON.stringify(value).replace(/[\w-]{36}/g, "");
const byOrderOf = (events: readonly { type: string }[]) => (one: string, other: string) =>
  events.findIndex(({ type }) => type === one) - events.findIndex(({ type }) => type === other);

describe("a client that reads slowly", () => {
  it("holds nobody up, misses events that are counted, and no count of what nodes did", async () => {
    const clock = createVirtualClock();
    const { flow, burst } = burstFlow();
    await using served = await serveFlows([flow], { clock, limits: { heartbeatMs: 1e9 } });
    const id = await startTrace(served, null, { flow: "burst" });
    using slow = await openSocket(served.url);
    using quick = await openSocket(served.url);
    for (const client of [slow, quick]) {
      client.say({ type: "subscribe", flow: "burst", follow: id });
      await client.until(is("subscribed"));
    }
    slow.socket.pause();
    const advanceUntil = async (client: typeof slow, started: number) => {
      while (!client.frames.some((frame) => nodeOf(frame, "sink")?.started === started)) {
        await clock.advance(100);
        await turns(2);
      }
    };
    for (let round = 1; round <= 80; round++) {
      await burst(300);
      await advanceUntil(quick, round * 300);
    }
    slow.socket.resume();
    // What was missed comes as soon as there is room.
    await advanceUntil(slow, 24_000);
    await slow.until(({ dropped }) => (dropped as number) > 0);
    expect(quick.frames.filter(is("events")).at(-1)?.dropped).toBe(0);
    const told = (client: typeof slow) =>
      client.frames.filter(is("events")).flatMap(({ events }) => events as object[]);
    const { dropped } = slow.frames.findLast(is("events")) as Frame;
    expect(told(slow).length + (dropped as number)).toBe(told(quick).length);
    expect(slow.frames.filter(is("activity")).length).toBeLessThan(
      quick.frames.filter(is("activity")).length,
    );
    flow.cancel(id);
  });

  it("is not read while it does not read, and is cut off after slowClientTimeoutMs", async () => {
    const clock = createVirtualClock();
    const limits = { heartbeatMs: 1_000, slowClientTimeoutMs: 500 };
    await using served = await serveFlows([longFlow(200)], { clock, limits });
    const client = await openSocket(served.url);
    client.socket.pause();
    await sayUntilBlocked(client.socket);
    await clock.advance(1_000);
    await clock.advance(499);
    expect((await served.request("/health/live")).status).toBe(200);
    await clock.advance(1);
    client.socket.resume();
    expect(await client.closed).toBe(1006);
    // Less was answered than was said.
    expect(client.frames.filter(is("subscribed")).length).toBeLessThan(4_000);
  });
});

/** Says more than sockets hold, without reading an answer: what is left waits in the client. */
async function sayUntilBlocked(socket: Awaited<ReturnType<typeof openSocket>>["socket"]): Promise<void> {
  const message = JSON.stringify({ type: "subscribe", flow: "long" }).padEnd(16_000);
  for (let index = 0; index < 4_000; index++) socket.send(message);
  for (let before = -1; socket.bufferedAmount !== before; await turns(200)) before = socket.bufferedAmount;
  expect(socket.bufferedAmount).toBeGreaterThan(0);
}

describe("a client that goes away", () => {
  it("without a word, is cut off: it answers no ping", async () => {
    const clock = createVirtualClock();
    await using served = await serveFlows([], {
      clock,
      limits: { heartbeatMs: 1_000, slowClientTimeoutMs: 500 },
    });
    using client = await openSocket(served.url, { autoPong: false });
    const pinged = new Promise((resolve) => {
      client.socket.once("ping", resolve);
    });
    await clock.advance(1_000);
    await pinged;
    await clock.advance(500);
    expect(await client.closed).toBe(1006);
  });

  it("and answers pings, stays", async () => {
    const clock = createVirtualClock();
    await using served = await serveFlows([], {
      clock,
      limits: { heartbeatMs: 1_000, slowClientTimeoutMs: 500 },
    });
    using client = await openSocket(served.url);
    for (let beat = 0; beat < 3; beat++) {
      const pinged = new Promise((resolve) => {
        client.socket.once("ping", resolve);
      });
      await clock.advance(1_000);
      await pinged;
      client.say("{}");
      await client.until(() => client.frames.length === beat + 1);
    }
    await clock.advance(500);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it("with a torn connection leaves no listener and harms nobody", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    using stays = await openSocket(served.url);
    stays.say(SUBSCRIBE);
    const client = await openSocket(served.url);
    client.say(SUBSCRIBE);
    await client.until(is("activity"));
    client.socket.terminate();
    letters.open();
    await startTrace(served, "abc");
    await stays.until(({ traces }) => (traces as { completed?: number })?.completed === 1);
  });
});

describe("a server that closes", () => {
  it("says goodbye to its clients", async () => {
    await using served = await serveFlows([]);
    using client = await openSocket(served.url);
    await served.server.close();
    expect(await client.closed).toBe(1001);
  });

  it("cuts off who does not answer the goodbye", async () => {
    const clock = createVirtualClock();
    await using served = await serveFlows([], { clock });
    using client = await openSocket(served.url);
    client.socket.pause();
    const closed = served.server.close();
    await turns(20);
    await clock.advance(1_000);
    await closed;
    client.socket.resume();
    await client.closed;
  });
});
