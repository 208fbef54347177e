import {
  branch,
  createFlow,
  type FlowNode,
  type MapNodeOptions,
  mapNode,
  type NodeOptions,
  node,
  type PatternOptions,
  parallel,
  type RouterOptions,
  race,
} from "@pergola/flow-runtime";
import { createVirtualTime } from "@pergola/testkit";
import { z } from "zod";
import { entry, type Ledger } from "../../ledger.ts";
import { Overlap, pause } from "../../probes/flows.ts";
import * as subjects from "../../probes/node-subjects.ts";
import { NUMBER_OR_TEXT } from "../../probes/schemas.ts";
import { gatheringLedgers } from "./gathering-nodes.ts";
import {
  attemptEntries,
  commonEntries,
  cycleEntry,
  overlapEntries,
  ownSchemaEntry,
  patternEntries,
  patternShape,
  subflowsEntry,
} from "./node-settings.ts";

const schema = z.custom<NodeOptions["input"]>();
const work = z.custom<(payload: never) => unknown>();
/** What a node of the branches `one` and `two` gives. */
const BRANCHES = {
  one: node({ name: "one" }, (_: unknown) => "one"),
  two: node({ name: "two" }, (_: unknown) => "two"),
};

/** What a flow of one node gives. */
const given = (made: FlowNode<string, never, unknown>, input: unknown) => subjects.alone(made).call(input);

const nodeLedger: Ledger = {
  name: subjects.PLAIN.name,
  schema: z.strictObject({ ...patternShape, input: schema, output: schema } satisfies Record<
    keyof NodeOptions,
    z.ZodType
  >),
  entries: [
    ...patternEntries(subjects.PLAIN),
    entry("input", NUMBER_OR_TEXT, (input) =>
      given(
        node({ name: "kind", input }, (payload) => typeof payload),
        7,
      ),
    ),
    entry("output", NUMBER_OR_TEXT, (output) =>
      given(
        node({ name: "echo", output }, (payload: number) => payload),
        7,
      ),
    ),
  ],
};

const routerShape = { ...patternShape, input: schema } satisfies Record<
  Exclude<keyof RouterOptions, "output">,
  z.ZodType
>;

/** A router that is asked for its way: what it makes of a payload is what its successor is given. */
const routerLedgers = [subjects.PREDICATE_ROUTER, subjects.POLICY_ROUTER].map(
  (subject): Ledger => ({
    name: subject.name,
    schema: z.strictObject(routerShape),
    entries: [
      ...patternEntries(subject),
      entry("input", NUMBER_OR_TEXT, async (input) => {
        const seen: unknown[] = [];
        await given(
          subject.make({ name: "router", input }, (payload) => void seen.push(payload)),
          7,
        );
        return seen;
      }),
    ],
  }),
);

const unionLedger: Ledger = {
  name: subjects.UNION_ROUTER.name,
  schema: z.strictObject(routerShape),
  entries: [
    ...commonEntries(subjects.UNION_ROUTER),
    cycleEntry(subjects.UNION_ROUTER),
    subflowsEntry(subjects.UNION_ROUTER),
    ...attemptEntries(subjects.UNION_ROUTER),
    ...overlapEntries(subjects.UNION_ROUTER),
    ownSchemaEntry(subjects.UNION_ROUTER),
    entry("input", [0, 1], async (asked) => {
      let checked = 0;
      const made = subjects.UNION_ROUTER.make({ name: "router" }, () => {
        checked += asked;
      });
      await given(made, { kind: "x" }).catch(() => undefined);
      return checked;
    }),
  ],
};

const patternLedger = (subject: subjects.NodeSubject, more: Partial<Ledger> = {}): Ledger => ({
  name: subject.name,
  schema: z.strictObject(patternShape satisfies Record<keyof PatternOptions, z.ZodType>),
  ...more,
  entries: [...patternEntries(subject), ...(more.entries ?? [])],
});

const mapLedger = patternLedger(subjects.MAP_NODE, {
  schema: z.strictObject({ ...patternShape, concurrency: z.number() } satisfies Record<
    keyof MapNodeOptions,
    z.ZodType
  >),
  entries: [
    entry("concurrency", [1, 2], async (concurrency) => {
      const time = createVirtualTime();
      const atWork = new Overlap();
      const each = mapNode({ name: "each", concurrency }, () => atWork.during(() => pause(time, 10)));
      await time.settle(createFlow({ ...time.seams, edges: [each.to()] }).call([1, 2, 3]));
      return atWork.most;
    }),
  ],
});

/** What makes nodes of branches takes them, and one of them a choice, as arguments of their own. */
const withBranches = { ...patternShape, branches: z.record(z.string(), z.custom()) };
const branchesEntry = (make: (name: "one" | "two") => FlowNode<string, never, unknown>) =>
  entry("branches", ["one", "two"] as const, (name) => given(make(name), "input"));

const branchLedgers: readonly Ledger[] = [
  patternLedger(subjects.BRANCH, {
    schema: z.strictObject({ ...withBranches, choose: work }),
    entries: [
      branchesEntry((name) => branch({ name: "pick" }, () => "it", { it: BRANCHES[name] })),
      entry("choose", ["one", "two"] as const, (name) =>
        given(
          branch({ name: "pick" }, () => name, BRANCHES),
          "in",
        ),
      ),
    ],
  }),
  patternLedger(subjects.PARALLEL, {
    schema: z.strictObject(withBranches),
    entries: [branchesEntry((name) => parallel({ name: "all" }, { it: BRANCHES[name] }))],
  }),
  patternLedger(subjects.RACE, {
    schema: z.strictObject(withBranches),
    entries: [branchesEntry((name) => race({ name: "first" }, { it: BRANCHES[name] }))],
  }),
];

/** Nodes of every kind. */
export const nodeLedgers: readonly Ledger[] = [
  nodeLedger,
  ...routerLedgers,
  unionLedger,
  mapLedger,
  ...branchLedgers,
  ...gatheringLedgers,
];
