import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createFlow } from "../../create-flow.ts";
import type { Flow } from "../../flow.ts";
import { node } from "../../node.ts";
import { policyRouter } from "../../patterns/policy-router.ts";
import type { RoutingPolicy } from "../../patterns/routing-policy.ts";
import { type Answer, answerOf, namesOf } from "./answer-of.ts";
import { type RoutingExample, type RoutingPolicySubject, requestOf } from "./routing-policy-subject.ts";

/** A test without a runner: it rejects when the subject does not hold it. */
type Case = (subject: RoutingPolicySubject) => Promise<void>;

const expected = ({ route }: RoutingExample): Answer => (route === undefined ? "refused" : namesOf(route));

/** What any message may hold. */
const ODD_PAYLOADS: readonly unknown[] = [undefined, null, 0, "", "__proto__", [], {}, { kind: 1 }];

/** What every policy holds. */
export const ROUTING_CASES: Readonly<Record<string, Case>> = {
  "is shown by examples that do not go the same way": async ({ examples }) => {
    const ways = new Set(examples.map((example) => String(expected(example))));
    ok(ways.size > 1, "Give two examples that go different ways.");
  },

  "gives each example the way that it says": async (subject) => {
    const policy = await subject.create();
    for (const example of subject.examples)
      deepStrictEqual(await answerOf(policy, requestOf(subject, example)), expected(example));
  },

  "gives a message the same way however often and after whatever others it comes": async (subject) => {
    const policy = await subject.create();
    const { examples } = subject;
    for (const example of [...examples, ...examples.toReversed(), ...examples])
      deepStrictEqual(await answerOf(policy, requestOf(subject, example)), expected(example));
  },

  "gives a message the same way as another one of its kind": async (subject) => {
    const [one, other] = [await subject.create(), await subject.create()];
    for (const example of subject.examples) {
      await answerOf(one, requestOf(subject, example));
      deepStrictEqual(await answerOf(other, requestOf(subject, example)), expected(example));
    }
  },

  "gives each of many messages its own way when they come at once": async (subject) => {
    const policy = await subject.create();
    const many = Array.from({ length: 8 }, () => subject.examples).flat();
    const answers = await Promise.all(many.map((example) => answerOf(policy, requestOf(subject, example))));
    deepStrictEqual(answers, many.map(expected));
  },

  "changes nothing that it is asked with": async (subject) => {
    const policy = await subject.create();
    for (const example of subject.examples) {
      const request = requestOf(subject, example);
      await answerOf(policy, request);
      deepStrictEqual(request, requestOf(subject, example));
    }
  },

  "answers whatever a message holds with a successor, null or an Error": async (subject) => {
    const policy = await subject.create();
    for (const payload of ODD_PAYLOADS) {
      const answer = await answerOf(policy, requestOf(subject, { payload }));
      if (answer === "refused") continue;
      for (const name of answer)
        ok(subject.successors.includes(name), `It gave ${name}, which is no successor.`);
    }
  },

  "sends each message of a flow there, and lets the trace end": async (subject) => {
    const flow = flowOf(subject, await subject.create());
    for (const example of subject.examples)
      deepStrictEqual(await visitedBy(flow, example), expected(example));
    strictEqual(flow.stats().traces, 0);
    await flow.stop();
  },
};

/** A router that asks the policy, before all its successors. */
function flowOf({ successors }: RoutingPolicySubject, policy: RoutingPolicy): Flow {
  const router = policyRouter({ name: "router" }, policy);
  const targets = successors.map((name) => node({ name }, () => name));
  return createFlow({ edges: [[router, targets]] });
}

/** Where it was. */
async function visitedBy(flow: Flow, { payload, headers, meta }: RoutingExample): Promise<Answer> {
  const visited: string[] = [];
  try {
    for await (const item of flow.stream(payload, { headers: headers ?? {}, meta: meta ?? {} }))
      if (item.type === "result") visited.push(item.value as string);
    return visited.sort();
  } catch {
    return "refused";
  }
}
