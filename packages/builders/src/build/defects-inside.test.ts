import { expect, it } from "vitest";
import { z } from "zod";
import { AgentBuilder } from "../index.ts";

const State = z.object({
  topic: z.string().default(""),
  urls: z.array(z.string()).default([]),
  url: z.string().optional(),
});

/** The paths of all defects, as the message has them. */
async function pathsOf(type: string, config: unknown): Promise<readonly string[]> {
  const error = await new AgentBuilder(State)
    .withStep(type, config as never)
    .build()
    .then(
      () => undefined,
      (thrown: { readonly message: string }) => thrown,
    );
  return [...(error?.message ?? "").matchAll(/^ {2}(\S+): /gm)].map(([, path]) => path ?? "");
}

const prompt = { step: "llm", config: { promptTemplate: "{tpic}", temperatur: 1 } };
const template = { step: "llm", config: { promptTemplate: "{tpic}" } };
const unknown = { step: "lm", config: {} };

it("a wrong option of a step hides no defect of the steps inside it, however deep", async () => {
  const paths = await pathsOf("parallel", {
    concurrency: 0,
    branches: {
      one: [
        {
          step: "map",
          config: {
            over: "urls",
            item: "url",
            collect: "url",
            steps: [{ step: "branch", config: { on: 7, cases: { a: [template, unknown], b: [prompt] } } }],
          },
        },
      ],
      two: [template, {}, { step: "custom", config: {}, more: 1 }],
      three: "none",
    },
  });
  const branch = "steps[0].branches.one[0].steps[0]";
  expect(new Set(paths)).toEqual(
    new Set([
      "steps[0].concurrency",
      "steps[0].branches.one[0].collect",
      "steps[0].branches.one[0].into",
      `${branch}.on`,
      `${branch}.cases.a[0].promptTemplate`,
      `${branch}.cases.a[1].step`,
      `${branch}.cases.b[0].temperatur`,
      "steps[0].branches.two[0].promptTemplate",
      "steps[0].branches.two[1].step",
      "steps[0].branches.two[1].config",
      "steps[0].branches.two[2].more",
      "steps[0].branches.two[2].step",
      "steps[0].branches.three",
    ]),
  );
});

it("what has no steps where they should be is told of once", async () => {
  expect(await pathsOf("map", { over: "urls", item: "url", steps: null })).toEqual(["steps[0].steps"]);
  expect(await pathsOf("branch", { on: "topic", cases: { a: null } })).toEqual(["steps[0].cases.a"]);
  expect(await pathsOf("parallel", 7)).toEqual(["steps[0].config"]);
});

it("a step without its parts is told what is missing", async () => {
  const build = new AgentBuilder(State).withStep("parallel", { branches: { a: [{}] } } as never).build();
  await expect(build).rejects.toThrow("step: Expected the name of a step type, or a strategy");
  await expect(build).rejects.toThrow("config: Expected a config; {} is one");
});
