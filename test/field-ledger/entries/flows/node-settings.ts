import type { RetryPolicy } from "@pergola/core";
import {
  createFlow,
  type Flow,
  ModelRegistry,
  type NodeOptions,
  type NodePolicy,
  node,
} from "@pergola/flow-runtime";
import { createVirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type LedgerEntry } from "../../ledger.ts";
import { ending, Overlap, pause, refusal, sentUntilFull } from "../../probes/flows.ts";
import { alone, type NodeSubject, type NodeWork } from "../../probes/node-subjects.ts";
import { untilStopped } from "../../probes/time.ts";
import { retryEntries } from "../retry-policy.ts";

export const policySchema = z.strictObject({
  validate: z.enum(["both", "in", "out", "none"]),
  timeoutMs: z.number(),
  maxRetries: z.number(),
  backoffBaseMs: z.number(),
  backoffFactor: z.number(),
  maxBackoffMs: z.number(),
  jitter: z.boolean(),
  retryIf: z.custom<NodePolicy["retryIf"]>(),
  concurrency: z.number(),
  unordered: z.boolean(),
} satisfies Record<keyof NodePolicy, z.ZodType>);

/** What all nodes take that are made of a function. */
export const patternShape = {
  name: z.string(),
  policy: policySchema,
  allowCycle: z.boolean(),
  queueSize: z.number(),
  description: z.string(),
  subflows: z.custom<NodeOptions["subflows"]>(),
} satisfies Record<Exclude<keyof NodeOptions, "input" | "output">, z.ZodType>;

interface Probe {
  readonly subject: NodeSubject;
  readonly options?: Omit<NodeOptions, "name">;
  readonly work?: NodeWork;
}

const packed = ({ pack = (payload) => payload }: NodeSubject) => pack("work");

/** What a trace comes to, and how often its work was begun. */
async function run({ subject, options, work = () => undefined }: Probe, registry?: ModelRegistry) {
  const time = createVirtualTime();
  let begun = 0;
  const made = subject.make({ name: "subject", ...options }, (payload, signal) => {
    begun++;
    return work(payload, signal);
  });
  const given = registry === undefined ? time.seams : { ...time.seams, registry };
  const { at, ...rest } = await ending(time, alone(made, given).call(packed(subject)));
  return { code: "code" in rest ? rest.code : undefined, at, begun };
}

/** How often it is tried by a policy whose node always fails, and the waits between. */
async function tries(subject: NodeSubject, policy: RetryPolicy) {
  const time = createVirtualTime();
  let begun = 0;
  const made = subject.make({ name: "subject", policy }, () => {
    begun++;
    throw new Error("It fails.");
  });
  const flow = alone(made, time.seams);
  const waitsMs: number[] = [];
  flow.on(({ type, delayMs }) => void (type === "node-retried" && waitsMs.push(delayMs as number)));
  await ending(time, flow.call(packed(subject)));
  return { tries: begun, waitsMs };
}

/** How many messages are worked on at once, of several traces or of one. */
async function overlap(subject: NodeSubject, policy: NodePolicy, isOneTrace: boolean) {
  const time = createVirtualTime();
  const atWork = new Overlap();
  const made = subject.make({ name: "subject", policy }, () => atWork.during(() => pause(time, 10)));
  const sends = isOneTrace ? 3 : 1;
  const source = node({ name: "source", policy: { concurrency: 3 } }, async (_: unknown, { emit }) => {
    for (let sent = 0; sent < sends; sent++) await emit(packed(subject));
  });
  const flow: Flow = createFlow({ ...time.seams, edges: [[source, [made]]] });
  const calls = Array.from({ length: isOneTrace ? 1 : 3 }, async () => {
    for await (const _ of flow.stream("go"));
  });
  await time.settle(Promise.allSettled(calls));
  return atWork.most;
}

/** How many messages a node takes that does not come to an end. */
async function room(subject: NodeSubject, queueSize: number) {
  const made = subject.make({ name: "subject", queueSize }, (_, signal) => untilStopped(signal));
  const flow: Flow = alone(made);
  const taken = sentUntilFull(flow);
  await flow.stop();
  return taken;
}

const drawn = (subject: NodeSubject, options: Omit<NodeOptions, "name">) =>
  alone(subject.make({ name: "subject", ...options }, () => undefined))
    .describe()
    .nodes.map(({ id, label }) => [id, label]);

/** How often a schema is asked that the registry has for the node; without one of its own. */
function asked(subject: NodeSubject, validate: NodePolicy["validate"]) {
  const input = z.any().refine(() => false);
  return run(
    { subject, options: { policy: { validate } } },
    new ModelRegistry().register("subject", { input }),
  );
}

/** What stands in the options of every node. */
export function commonEntries(subject: NodeSubject): readonly LedgerEntry[] {
  return [
    entry("name", ["one", "two"], async (name) => {
      const flow = alone(subject.make({ name }, () => undefined));
      const seen: unknown[] = [];
      flow.on(({ nodeName }) => seen.push(nodeName));
      await flow.call(packed(subject)).catch(() => undefined);
      return seen.find((each) => each !== undefined);
    }),
    entry("queueSize", [1, 3], (queueSize) => room(subject, queueSize)),
    entry("description", ["A thing.", "Another."], (description) => drawn(subject, { description })),
  ];
}

/** Whether it may be part of a cycle. */
export const cycleEntry = (subject: NodeSubject): LedgerEntry =>
  entry("allowCycle", [false, true], (allowCycle) => {
    const made = subject.make({ name: "subject", allowCycle }, () => undefined);
    return refusal(() => createFlow({ edges: [[made, [made]]] }));
  });

export const subflowsEntry = (subject: NodeSubject): LedgerEntry =>
  entry("subflows", ["one", "two"], (name) => drawn(subject, { subflows: { [name]: {} } }));

/** Of the policy, what does not look at schemas and at other messages. */
export function attemptEntries(subject: NodeSubject): readonly LedgerEntry[] {
  return [
    entry("policy.timeoutMs", [100, 300], (timeoutMs) =>
      run({ subject, options: { policy: { timeoutMs } }, work: () => new Promise(() => undefined) }),
    ),
    ...retryEntries("policy.", (policy) => tries(subject, policy)),
  ];
}

export function overlapEntries(subject: NodeSubject): readonly LedgerEntry[] {
  return [
    entry("policy.concurrency", [1, 2], (concurrency) => overlap(subject, { concurrency }, false)),
    entry("policy.unordered", [false, true], (unordered) =>
      overlap(subject, { concurrency: 3, unordered }, true),
    ),
  ];
}

/** Of nodes whose schema is their own: how often it was asked. */
export const ownSchemaEntry = (subject: NodeSubject): LedgerEntry =>
  entry("policy.validate", ["in", "none"] as const, (validate) =>
    run({ subject, options: { policy: { validate } } }),
  );

/** Everything that stands in the options of a node that is made of a function. */
export function patternEntries(subject: NodeSubject): readonly LedgerEntry[] {
  return [
    ...commonEntries(subject),
    cycleEntry(subject),
    subflowsEntry(subject),
    ...attemptEntries(subject),
    ...overlapEntries(subject),
    entry("policy.validate", ["in", "none"] as const, (validate) => asked(subject, validate)),
  ];
}
