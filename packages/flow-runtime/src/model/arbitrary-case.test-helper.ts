import fc from "fast-check";
import {
  ALWAYS,
  type CancelSpec,
  type FlowCase,
  type NodeKind,
  type NodeSpec,
  type Script,
  type TraceSpec,
} from "./flow-case.test-helper.ts";

/** A record as one would write it. */
const whole = <Value>(parts: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }) =>
  fc.record(parts, { noNullPrototype: true }) as fc.Arbitrary<Value>;
const oneOf = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);

/** Longer than all that a node waits for by itself, shorter than what it does when it hangs. */
const TIMEOUT_MS = 60;

const script: fc.Arbitrary<Script> = whole({
  microtasks: oneOf(0, 0, 1, 2, 5),
  delayMs: oneOf(0, 0, 1, 3, 8),
  isDeaf: fc.boolean(),
  failures: oneOf(...Array<number>(20).fill(0), 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, ALWAYS),
  failBy: oneOf("throw", "hang", "ignore"),
  sendsFirst: oneOf(false, false, true),
  send: oneOf("return", "await", "await", "await", "forget", "nowait"),
  copies: oneOf<0 | 1 | 2>(1, 1, 1, 1, 1, 1, 1, 1, 0, 2),
  isLate: oneOf(false, false, false, true),
  chunks: oneOf(0, 0, 0, 0, 0, 0, 2, 90),
});

/** A script for a node with a time limit, where what it waits for is its own affair. */
const alone = (each: Script): Script => ({
  ...each,
  send: "return",
  copies: each.copies === 0 ? 0 : 1,
  chunks: 0,
});

interface Shape {
  readonly parents: readonly number[];
  readonly back: number | undefined;
  readonly kind: NodeKind;
  readonly isEgress: boolean;
}

const shape: fc.Arbitrary<Shape> = whole({
  parents: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.nat(1)) },
    { weight: 3, arbitrary: fc.tuple(fc.nat(1), fc.nat(3)) },
    { weight: 1, arbitrary: fc.constant([]) },
  ),
  back: oneOf(...Array<undefined>(9).fill(undefined), 0, 1, 2, 3),
  kind: oneOf<NodeKind>("plain", "plain", "router", "join", "join", "drain-join", "fetcher", "caller"),
  isEgress: oneOf(false, false, false, false, false, true),
});

const manner = whole({
  seed: fc.nat(1_000),
  scripts: fc.array(script, { minLength: 1, maxLength: 3 }),
  queueSize: oneOf(1, 1, 1, 1, 2, 8, 64),
  concurrency: oneOf(1, 1, 1, 2, 3, 4),
  unordered: oneOf(false, false, false, true),
  maxRetries: fc.nat(3),
  backoffBaseMs: oneOf(0, 1, 5, 20),
  jitter: fc.boolean(),
  timeoutMs: oneOf(undefined, TIMEOUT_MS),
  count: oneOf(2, 2, 2, 3),
  subflow: oneOf<"own" | "shared">("own", "shared"),
});

type Manner = typeof manner extends fc.Arbitrary<infer Value> ? Value : never;

const cancel: fc.Arbitrary<CancelSpec> = whole({
  on: oneOf(
    "node-started",
    "node-succeeded",
    "message-emitted",
    "chunk-emitted",
    "node-timed-out",
    "entered",
    "blocked",
    "blocked",
    "blocked",
    "blocked",
    "node-retried",
    "node-retried",
    "node-retried",
    "node-retried",
    "start",
    "time",
  ),
  nth: oneOf(0, 0, 0, 1, 2, 5, 12),
  microtasks: fc.nat(6),
  how: oneOf("cancel", "cancel", "signal"),
});

const trace: fc.Arbitrary<TraceSpec> = whole({
  startAt: oneOf(0, 0, 0, 0, 1, 10, 40),
  mode: oneOf("call", "stream", "stream", "emit"),
  value: fc.nat(5_000),
  priority: oneOf(0, 0, 0, 1, -1, 5),
  timeoutMs: oneOf(...Array<undefined>(10).fill(undefined), 1, 9, 30),
  hopBudget: oneOf(undefined, undefined, undefined, undefined, 1, 3),
  cancel: fc.option(cancel, { nil: undefined, freq: 2 }),
  readEveryMs: oneOf(0, 0, 0, 2),
  leaveAfter: oneOf(...Array<undefined>(9).fill(undefined), 0, 1),
});

const traces = fc.oneof(
  { withCrossShrink: true },
  { weight: 12, arbitrary: fc.array(trace, { minLength: 1, maxLength: 8 }) },
  { weight: 4, arbitrary: fc.array(trace, { minLength: 10, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.array(trace, { minLength: 100, maxLength: 200, size: "max" }) },
);

const shapes = fc.array(fc.tuple(shape, manner), { minLength: 1, maxLength: 7, size: "max" });

/** Random graphs with random nodes, and random traces through them. */
export const flowCase: fc.Arbitrary<FlowCase> = fc
  .record(
    {
      shapes,
      traces,
      maxTraces: oneOf(1, 2, 5, 1_000, 1_000, 1_000),
      maxRounds: fc.nat(3),
      asyncContext: fc.boolean(),
      stopAt: fc.option(whole({ ms: fc.nat(50), mode: oneOf<"drain" | "abort">("drain", "abort") }), {
        nil: undefined,
        freq: 15,
      }),
      isLoose: oneOf(false, false, false, false, true),
      isCrowded: oneOf(false, false, false, true),
    },
    { noNullPrototype: true },
  )
  .map(({ shapes: parts, isCrowded, traces: specs, ...rest }) => ({
    ...rest,
    traces: isCrowded ? specs.map(cancelledInCrowd) : specs,
    nodes: toNodes(isCrowded ? parts.map(crowded) : parts, rest.isLoose),
  }));

type Part = readonly [Shape, Manner];

/** A slow node with little room. */
function crowded([own, each]: Part): Part {
  const scripts = each.scripts.map(
    (script): Script => ({ ...script, send: "await", delayMs: Math.max(2, script.delayMs) }),
  );
  return [own, { ...each, scripts, queueSize: 1, concurrency: 1, timeoutMs: undefined }];
}

/** Traces that begin together, and are cancelled in a crowd, or not. */
function cancelledInCrowd(each: TraceSpec, at: number): TraceSpec {
  if (at % 4 === 0) return { ...each, startAt: 0 };
  const on = at % 4 === 3 ? "node-retried" : "blocked";
  const cancelled: CancelSpec = { on, nth: on === "blocked" ? at % 2 : 0, microtasks: at % 7, how: "cancel" };
  return { ...each, startAt: 0, cancel: cancelled };
}

function toNodes(parts: readonly Part[], isLoose: boolean): readonly NodeSpec[] {
  const parentsOf = parts.map(([{ parents, kind }], at) => {
    // What gathers messages needs some.
    const ups = kind === "plain" || kind === "router" || kind === "caller" ? parents : [0, 1, 2];
    return [...new Set(ups.map((up) => at - 1 - (up % Math.max(1, at))).filter((parent) => parent >= 0))];
  });
  const backs = parts.map(([{ back }], at) => (back === undefined ? undefined : Math.max(0, at - back)));
  // What counts messages may not stand inside a loop: it would begin anew each time, without an end.
  const isInLoop = (at: number) => backs.some((to, from) => to !== undefined && to <= at && at <= from);
  return parts.map(([{ kind, isEgress }, each], at): NodeSpec => {
    const back = backs[at];
    const mayCount = kind === "plain" || kind === "router" || kind === "caller" || !isInLoop(at);
    const own = back !== undefined ? "looper" : mayCount ? kind : "plain";
    const next = parts.flatMap((_, to) => (parentsOf[to]?.includes(at) ? [to] : []));
    const waits = own === "fetcher" || (own === "caller" && each.subflow === "shared");
    const timeoutMs = waits && !isLoose ? undefined : each.timeoutMs;
    return {
      ...each,
      name: `n${at}`,
      kind: own,
      back,
      next,
      isEgress: isEgress || next.length === 0,
      unordered: each.unordered && own !== "fetcher",
      timeoutMs,
      scripts: timeoutMs === undefined || isLoose ? each.scripts : each.scripts.map(alone),
    };
  });
}
