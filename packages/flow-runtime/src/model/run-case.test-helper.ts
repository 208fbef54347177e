import { getEventListeners } from "node:events";
import { setImmediate as setImmediateNow } from "node:timers";
import { setImmediate } from "node:timers/promises";
import { type AnyNode, createFlow, type Flow, type FlowListener, node as makeNode } from "../index.ts";
import { defineNode } from "../node.ts";
import { checkTrace } from "./check-trace.test-helper.ts";
import type { FlowCase, Load, NodeSpec } from "./flow-case.test-helper.ts";
import { createModelClock, type ModelClock } from "./model-clock.test-helper.ts";
import { drainOf, type Workshop, workOf } from "./node-work.test-helper.ts";
import {
  entriesOf,
  type ReferenceGraph,
  type ReferenceRun,
  referenceRun,
} from "./reference-run.test-helper.ts";
import { armCancel, runTrace, type Stage, type Told } from "./run-trace.test-helper.ts";
import { createSubflow } from "./subflows.test-helper.ts";
import { type Insides, watchInsides } from "./watch-insides.test-helper.ts";
import { Witness } from "./witness.test-helper.ts";

/** Most messages that one trace may be, and all of them together. */
const MOST_VISITS = 150;
const MOST_TOGETHER = 4_000;

export interface CaseReport {
  /** What occurred in it. */
  readonly labels: ReadonlySet<string>;
  readonly violations: readonly string[];
}

/** Runs a case. Undefined when it is too large to be run. */
export async function runCase(flowCase: FlowCase): Promise<CaseReport | undefined> {
  const witness = new Witness(flowCase.nodes);
  using insides = watchInsides();
  const time = createModelClock();
  const rejections: unknown[] = [];
  const onRejection = (error: unknown) => rejections.push(error);
  process.on("unhandledRejection", onRejection);
  try {
    const theatre = open(flowCase, witness, time);
    const references = referencesOf(flowCase, theatre.flow);
    if (references === undefined) return undefined;
    const tolds = await play(flowCase, theatre);
    for (const [at, told] of tolds.entries())
      checkTrace({ flowCase, witness, told, id: `t${at}`, at, reference: references[at] as ReferenceRun });
    await close(theatre, insides);
    for (const error of rejections) witness.violate(`A rejection that nobody handled: ${String(error)}`);
    return { labels: witness.labels, violations: witness.violations };
  } finally {
    process.off("unhandledRejection", onRejection);
  }
}

interface Theatre extends Stage {
  readonly shared: Flow<number, number>;
}

function open(flowCase: FlowCase, witness: Witness, time: ModelClock): Theatre {
  let ids = 0;
  let luck = 1;
  const seams = {
    clock: time.clock,
    createId: () => `s${ids++}`,
    random: () => {
      luck = (luck * 16_807) % 2_147_483_647;
      return luck / 2_147_483_647;
    },
    onEvent: watchSubflow(witness),
    wait: time.wait,
  };
  const { onEvent: _onEvent, wait: _wait, ...common } = seams;
  const shared = createSubflow(seams, 2);
  const createOwn = () => createSubflow(seams, 1);
  const shop: Workshop = {
    flowCase,
    witness,
    wait: time.wait,
    subflow: (kind) => (kind === "own" ? createOwn : shared),
  };
  const nodes = flowCase.nodes.map((each) => toNode(shop, each));
  const flow = createFlow({
    ...common,
    name: "model",
    edges: flowCase.nodes.map(({ next, back }, at): [AnyNode, AnyNode[]] => [
      nodes[at] as AnyNode,
      [...next, ...(back === undefined ? [] : [back])].map((to) => nodes[to] as AnyNode),
    ]),
    ingress: entriesOf(flowCase.nodes).map((each) => nodes[flowCase.nodes.indexOf(each)] as AnyNode),
    egress: nodes.filter((_, at) => flowCase.nodes[at]?.isEgress),
    allowCycles: true,
    maxTraces: flowCase.maxTraces,
    asyncContext: flowCase.asyncContext,
    onEvent: witness.onEvent,
  }) as unknown as Flow<Load, Load>;
  return { flow, witness, time, shared };
}

function toNode(shop: Workshop, spec: NodeSpec): AnyNode {
  const { name, queueSize, concurrency, unordered, maxRetries, backoffBaseMs, jitter, timeoutMs } = spec;
  const policy = {
    ...{ concurrency, unordered, maxRetries, backoffBaseMs, jitter },
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
  const options = { name, queueSize, policy };
  const run = workOf(shop, spec);
  if (spec.kind !== "drain-join") return makeNode(options, run) as AnyNode;
  return defineNode(options, { kind: "join", run: run as never, onDrained: drainOf(shop, spec) });
}

/** Traces of called flows end once, too. */
function watchSubflow(witness: Witness): FlowListener {
  const begun = new Set<string>();
  const settled = new Set<string>();
  return ({ type, traceId }) => {
    if (settled.has(traceId) && type !== "cancel-finished")
      witness.violate(`${type} of ${traceId} after its end`);
    begun.add(traceId);
    if (type === "trace-settled") settled.add(traceId);
    witness.openSubtraces = begun.size - settled.size;
  };
}

function referencesOf(flowCase: FlowCase, flow: Flow<Load, Load>): readonly ReferenceRun[] | undefined {
  const { nodes, edges } = flow.describe();
  const backs = new Set(
    edges.filter(({ label }) => label === "again").map(({ from, to }) => `${from} ${to}`),
  );
  const graph: ReferenceGraph = {
    order: nodes.map(({ id }) => id),
    isBack: (from, to) => backs.has(`${from} ${to}`),
  };
  const runs: ReferenceRun[] = [];
  let together = 0;
  for (const { value } of flowCase.traces) {
    const run = referenceRun(flowCase, graph, { value, mostVisits: MOST_VISITS });
    together += run?.visits ?? 0;
    if (run === undefined || together > MOST_TOGETHER) return undefined;
    runs.push(run);
  }
  return runs;
}

async function play(flowCase: FlowCase, theatre: Theatre): Promise<readonly Told[]> {
  const { flow, witness, time } = theatre;
  const moments = new Map<string, (what: string) => void>();
  witness.onMoment = (traceId, what) => {
    moments.get(traceId)?.(what);
    if (what === "trace-settled") setImmediateNow(() => checkTimers(theatre));
  };
  const tolds = flowCase.traces.map((spec, at): Told => {
    const caller = spec.cancel?.how === "signal" || at % 2 === 0 ? new AbortController() : undefined;
    const told: Told = { results: [], code: undefined, ends: 0, wasCancelled: false, caller };
    const begin = () => {
      const moment = armCancel(theatre, `t${at}`, spec, told);
      moments.set(`t${at}`, moment);
      moment("start");
      void runTrace(theatre, `t${at}`, spec, told);
    };
    if (spec.startAt > 0) time.at(spec.startAt, begin);
    else time.at(0, begin);
    return told;
  });
  const { stopAt } = flowCase;
  if (stopAt !== undefined) time.at(stopAt.ms, () => void flow.stop({ mode: stopAt.mode }));
  do {
    await time.clock.advance(100_000);
    for (let turn = 0; turn < 3; turn++) await setImmediate();
  } while (time.clock.pendingTimers > 0);
  if (flow.stats().waiting > 0) witness.labels.add("starved-admission");
  return tolds;
}

/** While nothing runs, no timer of the runtime does. */
function checkTimers({ flow, witness, time }: Theatre): void {
  const { traces, waiting } = flow.stats();
  if (traces + waiting + witness.openSubtraces > 0 || time.runtimeTimers() === 0) return;
  witness.violate(`Nothing runs but ${time.runtimeTimers()} timers`);
}

/** Everything has ended: nothing may be left. */
async function close({ flow, shared, witness, time }: Theatre, insides: Insides): Promise<void> {
  const { traces, waiting } = flow.stats();
  if (traces + waiting > 0) witness.violate(`${traces} traces and ${waiting} that wait are left`);
  if (time.runtimeTimers() > 0) witness.violate(`${time.runtimeTimers()} timers are left`);
  const { queueDepths, ...sub } = shared.stats();
  if (sub.traces + sub.waiting > 0) witness.violate("Traces of the called flow are left");
  for (const [name, depth] of Object.entries({ ...queueDepths, ...flow.stats().queueDepths }))
    if (depth > 0) witness.violate(`${depth} messages wait at ${name} when all has ended`);
  for (const name of witness.atWork) witness.violate(`${name} has begun something and never come back`);
  for (const what of insides.left()) witness.violate(`${what} when all has ended`);
  for (const signal of witness.signals)
    if (getEventListeners(signal, "abort").length > 0)
      witness.violate("A signal of a node has a listener left");
  await Promise.all([flow.stop(), shared.stop()]);
  await setImmediate();
}
