import { expect, it } from "vitest";
import { type Agent, createAgent } from "../index.ts";

const step = (nodeName: string) => ({ step: "custom", config: { step: () => undefined, nodeName } }) as const;

type Steps = readonly ReturnType<typeof step>[];

/** The edges of an agent that is one branch and a step after it: `branch -> after`. */
async function edgesOf(lists: {
  readonly cases: Readonly<Record<string, Steps>>;
  readonly otherwise?: Steps;
}) {
  await using agent = await createAgent()
    .withStep("branch", { on: () => "yes", nodeName: "branch", ...lists })
    .withStep("custom", { step: () => undefined, nodeName: "after" })
    .build();
  return drawn(agent);
}

const drawn = (agent: Pick<Agent, "describe">) =>
  agent.describe().edges.map(({ from, to }) => `${from} -> ${to}`);

const begin = ["__start__ -> branch", "branch -> yes"];
const end = "after -> __end__";

it("a branch whose list is empty leads right to what comes next, once", async () => {
  const yes = [step("yes")];
  const passing = [...begin, "yes -> after", "branch -> after", end];
  expect(await edgesOf({ cases: { yes }, otherwise: [] })).toEqual(passing);
  expect(await edgesOf({ cases: { yes, no: [] } })).toEqual(passing);
  expect(await edgesOf({ cases: { yes, no: [], never: [] }, otherwise: [] })).toEqual(passing);
  expect(await edgesOf({ cases: { yes: [] } })).toEqual(["__start__ -> branch", "branch -> after", end]);
});

it("a branch does not pass its lists where a value without a case is an error, or has steps of its own", async () => {
  const yes = [step("yes")];
  expect(await edgesOf({ cases: { yes } })).toEqual([...begin, "yes -> after", end]);
  expect(await edgesOf({ cases: { yes }, otherwise: [step("no")] })).toEqual([
    ...begin,
    "branch -> no",
    "yes -> after",
    "no -> after",
    end,
  ]);
});

it("a map leads right to what comes next, too: its list can be empty", async () => {
  const over = { over: "list", item: "one" } as const;
  await using agent = await createAgent()
    .withStep("map", { ...over, steps: [step("first"), step("second")], nodeName: "map" })
    .withStep("custom", { step: () => undefined, nodeName: "after" })
    .build();
  expect(drawn(agent)).toEqual([
    "__start__ -> map",
    "map -> first",
    "first -> second",
    "second -> after",
    "map -> after",
    end,
  ]);
});

it("parallel runs all of its lists: nothing leads past them", async () => {
  await using agent = await createAgent()
    .withStep("parallel", { branches: { a: [step("a")], b: [step("b")] }, nodeName: "parallel" })
    .withStep("custom", { step: () => undefined, nodeName: "after" })
    .build();
  expect(drawn(agent)).not.toContain("parallel -> after");
});
