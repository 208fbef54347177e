import { readFileSync } from "node:fs";
import { createAgent } from "@pergola/builders";
import { offline } from "@pergola/llm-offline";
import { toDot, toMermaid, toSvg } from "@pergola/viz";
import { expect, test } from "vitest";
import { chart, dot, flow, picture } from "./support-flow.ts";

const root = `${import.meta.dirname}/../..`;

test("the picture of the README is that of its quick start", async () => {
  await expect(picture).toMatchFileSnapshot(`${root}/packages/viz/docs/support.svg`);
});

test("the chart of the README is that of its quick start", () => {
  const readme = readFileSync(`${root}/packages/viz/README.md`, "utf8");
  expect(/```mermaid\n([\s\S]*?)```/.exec(readme)?.[1]).toBe(chart);
});

test("a flow is drawn as its description, and both formats have the same topology", () => {
  expect(chart).toBe(toMermaid(flow.describe()));
  const arrows = (text: string, arrow: RegExp) =>
    [...text.matchAll(arrow)].map(([, from, to]) => `${from} ${to}`).sort();
  const inMermaid = arrows(chart, /^ {2}(n_\w+) -\S+?>(?:\|.*?\|)? (n_\w+)$/gm);
  expect(inMermaid).toEqual(arrows(dot, /^ {2}(n_\w+) -> (n_\w+)/gm));
  expect(inMermaid).toContain("n_review n_classify");
  expect(inMermaid).toHaveLength(flow.describe().edges.length);
});

test("an agent is drawn as well", async () => {
  const agent = await createAgent({ name: "helper" })
    .withProvider(offline())
    .withLlm("offline")
    .withStep("tools-loop", { systemPrompt: "Be brief." })
    .build();
  for (const draw of [toMermaid, toDot, toSvg]) {
    const text = draw(agent);
    expect(text).toBe(draw(agent.describe()));
    expect(text).toContain("tools_loop_step_0");
  }
  await agent.close();
});
