import { expect, test } from "vitest";
import { DictRoutingPolicy, type RoutingPolicy, type RoutingRequest } from "../index.ts";
import { routingPolicyContract } from "./index.ts";
import { ROUTING_CASES } from "./routing-policy/routing-policy-cases.ts";
import type { RoutingPolicySubject } from "./routing-policy/routing-policy-subject.ts";

const byTopic: RoutingPolicySubject = {
  name: "a table",
  create: () => new DictRoutingPolicy({ tea: "kitchen", spam: null, all: ["kitchen", "office"] }),
  successors: ["kitchen", "office"],
  examples: [
    { payload: 1, headers: { topic: "tea" }, route: "kitchen" },
    { payload: 2, headers: { topic: "spam" }, route: null },
    { payload: 3, headers: { topic: "all" }, route: ["office", "kitchen"] },
    { payload: 4, headers: { topic: "other" } },
    { payload: 5 },
  ],
};

routingPolicyContract(byTopic);

routingPolicyContract<string>({
  name: "a table with a default, by its own key",
  create: () =>
    DictRoutingPolicy.from({ routes: { a: "one" }, default: "two" }, { key: ({ payload }) => payload }),
  successors: ["one", "two"],
  examples: [
    { payload: "a", route: "one" },
    { payload: "b", meta: { a: 1 }, route: "two" },
  ],
});

routingPolicyContract<number>({
  name: "a policy that takes its time",
  create: () => ({
    select: async ({ payload, successors }) => successors.filter((_, index) => index < payload),
  }),
  successors: ["one", "two"],
  examples: [
    { payload: 1, route: "one" },
    { payload: 2, route: ["one", "two"] },
    { payload: 0, route: null },
  ],
});

/** For each case a subject that is right but for the one thing that the case is about. */
const BROKEN: Readonly<Record<string, (policy: RoutingPolicy) => Partial<RoutingPolicySubject>>> = {
  "is shown by examples that do not go the same way": () => ({ examples: byTopic.examples.slice(0, 1) }),
  "gives each example the way that it says": () => ({
    create: () => new DictRoutingPolicy({ tea: "office", spam: null, all: ["kitchen", "office"] }),
  }),
  "gives a message the same way however often and after whatever others it comes": ({ select }) => ({
    create() {
      let count = 0;
      return { select: (request) => (++count > byTopic.examples.length ? "office" : select(request)) };
    },
  }),
  "gives a message the same way as another one of its kind": ({ select }) => {
    const seen = new Set<unknown>();
    return {
      create: () => ({
        select: (request) =>
          seen.has(request.payload) ? null : seen.add(request.payload) && select(request),
      }),
    };
  },
  "gives each of many messages its own way when they come at once": ({ select }) => ({
    create() {
      let current: RoutingRequest | undefined;
      return {
        async select(request) {
          current = request;
          await null;
          return select(current);
        },
      };
    },
  }),
  "changes nothing that it is asked with": ({ select }) => ({
    create: () => ({
      select(request) {
        Object.assign(request, { payload: "seen" });
        return select(request);
      },
    }),
  }),
  "answers whatever a message holds with a successor, null or an Error": ({ select }) => ({
    create: () => ({
      select: (request) => (request.payload === null ? (undefined as never) : select(request)),
    }),
  }),
  "sends each message of a flow there, and lets the trace end": ({ select }) => ({
    // Its router asks it with ids and names of its own.
    create: () => ({ select: (request) => (request.traceId === "trace" ? select(request) : "office") }),
  }),
};

test.each(Object.keys(ROUTING_CASES))("a broken policy is seen by: %s", async (name) => {
  const policy = (await byTopic.create()) as DictRoutingPolicy;
  const broken = BROKEN[name]?.({ select: (request) => policy.select(request) });
  await expect(ROUTING_CASES[name]?.({ ...byTopic, ...broken })).rejects.toThrow();
});

test.each([
  ["a name that is none", { select: () => ({ name: 1 }) as never }],
  ["something that is no error", { select: () => Promise.reject("no") }],
  ["a stranger", { select: () => "cellar" }],
])("a policy that gives %s is seen", async (_, policy: RoutingPolicy) => {
  const odd = ROUTING_CASES["answers whatever a message holds with a successor, null or an Error"];
  await expect(odd?.({ ...byTopic, create: () => policy })).rejects.toThrow();
});
