import type { Logger } from "@pergola/core";
import { filter, firstValueFrom, map, share, take, toArray } from "rxjs";
import { expect, test } from "vitest";
import { createFlow, type Flow, type FlowEvent, type FlowListener, node } from "../index.ts";
import { events$ } from "./index.ts";

const half = node({ name: "half" }, (n: number) => n / 2);

/** A flow whose listeners are counted and whose warnings are kept. */
function listened() {
  const warnings: unknown[] = [];
  const logger: Logger = {
    debug: () => {},
    info: () => {},
    warn: (_message, fields) => void warnings.push(fields?.error),
    error: () => {},
    child: () => logger,
  };
  const flow = createFlow({ edges: [half.to()], logger });
  let listeners = 0;
  const on = (listener: FlowListener) => {
    const unsubscribe = flow.on(listener);
    listeners++;
    return () => {
      listeners--;
      unsubscribe();
    };
  };
  return { flow, watched: { on } satisfies Pick<Flow, "on">, warnings, listeners: () => listeners };
}

const TYPES = ["trace-started", "node-started", "node-succeeded", "message-emitted", "trace-settled"];
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("events come while somebody is subscribed, and only then is there a listener", async () => {
  const { flow, watched, listeners } = listened();
  const events = events$(watched);
  await flow.call(1);
  expect(listeners()).toBe(0);
  const seen: FlowEvent[] = [];
  const subscription = events.subscribe((event) => seen.push(event));
  expect(listeners()).toBe(1);
  await flow.call(1);
  expect(seen.map(({ type }) => type)).toEqual(TYPES);
  subscription.unsubscribe();
  expect(listeners()).toBe(0);
  await flow.call(1);
  expect(seen).toHaveLength(TYPES.length);
});

test("operators work as on any Observable", async () => {
  const { flow, watched, listeners } = listened();
  const types = firstValueFrom(
    events$(watched).pipe(
      filter(({ type }) => type.startsWith("node")),
      map(({ type }) => type),
      take(2),
      toArray(),
    ),
  );
  await flow.call(1);
  expect(await types).toEqual(["node-started", "node-succeeded"]);
  expect(listeners()).toBe(0);
});

test.each<[string, (flow: Pick<Flow, "on">) => ReturnType<typeof events$>]>([
  ["itself", events$],
  [
    "behind operators",
    (flow) =>
      events$(flow).pipe(
        filter(() => true),
        share(),
      ),
  ],
])("a subscriber that throws, %s, harms neither the flow nor others", async (_, observe) => {
  const { flow, watched, warnings } = listened();
  const seen: string[] = [];
  const observable = observe(watched);
  const failure = new Error("bad subscriber");
  observable.subscribe({
    next: () => {
      throw failure;
    },
  });
  observable.subscribe(({ type }) => seen.push(type));
  expect(await flow.call(4)).toBe(2);
  // rxjs alone would end the process a turn later.
  await turn();
  expect(seen).toEqual(TYPES);
  expect(warnings).toEqual(TYPES.map(() => failure));
});

test("a slow subscriber gets its events one after another, up to a bound; what is beyond is counted", async () => {
  const { flow, watched, warnings } = listened();
  let active = 0;
  let most = 0;
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const subscription = events$(watched)
    .pipe(map(({ traceId, type }) => `${traceId} ${type}`))
    .subscribe(async (line) => {
      most = Math.max(most, ++active);
      await gate.promise;
      seen.push(line);
      active--;
      if (seen.length === 2) throw new Error("late");
    });
  const told: string[] = [];
  flow.on(({ traceId, type }) => told.push(`${traceId} ${type}`));
  await Promise.all(Array.from({ length: 500 }, (_, n) => flow.call(n)));
  expect(told).toHaveLength(2_500);
  expect(flow.stats()).toMatchObject({ traces: 0, droppedEvents: 2_500 - 1_024 - 1 });
  gate.resolve();
  while (active > 0 || seen.length < 1_025) await turn();
  expect(seen).toEqual(told.slice(0, 1_025));
  expect(most).toBe(1);
  expect(warnings).toMatchObject([{ message: "late" }]);
  subscription.unsubscribe();
  expect(flow.stats().droppedEvents).toBe(1_475);
});

test("an observer may have parts, three functions, or nothing", async () => {
  const { flow, watched, listeners } = listened();
  const seen: unknown[] = [];
  const subscriptions = [
    events$(watched).subscribe(),
    events$(watched).subscribe({ complete: () => seen.push("complete") }),
    events$(watched)
      .pipe(take(1))
      .subscribe(null, null, () => seen.push("taken")),
  ];
  await flow.call(1);
  expect(seen).toEqual(["taken"]);
  for (const subscription of subscriptions) subscription.unsubscribe();
  expect(listeners()).toBe(0);
});

test("an operator that throws ends its own stream with that error, and harms neither the flow nor others", async () => {
  const { flow, watched, listeners } = listened();
  const failure = new Error("bad operator");
  const errors: unknown[] = [];
  const seen: string[] = [];
  events$(watched)
    .pipe(
      map(() => {
        throw failure;
      }),
    )
    .subscribe({ error: (error) => errors.push(error) });
  events$(watched).subscribe(({ type }) => seen.push(type));
  expect(await flow.call(4)).toBe(2);
  expect([errors, seen, listeners()]).toEqual([[failure], TYPES, 1]);
});

test("of two behind one stream the one that throws is told of, and the slow one is waited for", async () => {
  const { flow, watched, warnings } = listened();
  const shared = events$(watched).pipe(share());
  const gate = Promise.withResolvers<void>();
  const failure = new Error("bad subscriber");
  let slow = 0;
  shared.subscribe(async () => {
    slow++;
    await gate.promise;
  });
  shared.subscribe(() => {
    throw failure;
  });
  expect(await flow.call(4)).toBe(2);
  expect(slow).toBe(1);
  gate.resolve();
  while (slow < TYPES.length) await turn();
  await turn();
  expect(warnings).toEqual(TYPES.map(() => failure));
});
