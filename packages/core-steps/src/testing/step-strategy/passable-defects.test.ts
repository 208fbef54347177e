import { expect, it } from "vitest";
import { z } from "zod";
import type { StepGraph, StepTarget } from "../../step-graph.ts";
import type { StepStrategy } from "../../step-strategy.ts";
import { passableDefects } from "./passable-defects.ts";

const saying = (isPassable: unknown): StepStrategy<unknown> => ({
  name: "mine",
  configSchema: z.strictObject({}),
  nodeName: (index) => `mine_${index}`,
  createStep: () => () => undefined,
  ...(isPassable !== undefined && { isPassable: isPassable as () => boolean }),
});

const graph = (ends: Readonly<Record<string, readonly StepTarget[]>>): StepGraph => ({
  nodes: Object.entries(ends).map(([name, to]) => ({ name, ends: to, run: async () => ({}) })),
  afterChain: "join",
});

it.each([undefined, () => true, () => false])(
  "takes a type that says nothing, yes or no: %s",
  (isPassable) => {
    expect(passableDefects(saying(isPassable), {})).toEqual([]);
  },
);

it.each([
  [true, "isPassable is a boolean; expected a function"],
  [() => undefined, "isPassable gives undefined; expected true or false"],
  [() => 1, "isPassable gives 1; expected true or false"],
  [async () => true, "isPassable gives [object Promise]; expected true or false"],
])("tells what is no answer: %s", (isPassable, defect) => {
  expect(passableDefects(saying(isPassable), {})).toEqual([defect]);
});

it("asks with the config", () => {
  const asked: unknown[] = [];
  passableDefects(
    saying((config: unknown) => asked.push(config) > 0),
    { a: 1 },
  );
  expect(asked).toEqual([{ a: 1 }]);
});

it("tells a yes that the graph does not know of", () => {
  const join = ["end"];
  const through = graph({ choose: [0, "other"], other: ["choose", 1], join });
  const past = graph({ choose: [0, "other"], other: ["choose", "end"], join });
  const defect = "isPassable says yes, but every way of its graph leads through a group";
  expect(
    passableDefects(
      saying(() => true),
      {},
      through,
    ),
  ).toEqual([defect]);
  expect(
    passableDefects(
      saying(() => true),
      {},
      past,
    ),
  ).toEqual([]);
});

it("takes a no of a graph that could: what it has done before may decide", () => {
  const loop = graph({ join: [0, "end"] });
  expect(
    passableDefects(
      saying(() => false),
      {},
      loop,
    ),
  ).toEqual([]);
});
