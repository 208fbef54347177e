import { createAgent } from "@pergola/builders";
import { branch, defineWorkflow, type StagedContext } from "@pergola/pipeline";
import { toDot, toMermaid, toSvg } from "@pergola/viz";
import { expect, test } from "vitest";

const named = (name: string) => ({ name, run: () => name });
const hasDraft = (context: StagedContext) => context.has("draft");
const workflow = defineWorkflow({
  stages: {
    parse: [named("extract")],
    think: [named("draft")],
    review: [branch(hasDraft, [named("soften")], [named("begin-again")])],
    deliver: [named("reply")],
    error: [named("apologise")],
  },
});
const STEPS = ["extract", "draft", "soften", "begin-again", "reply", "apologise"];
const STAGES = ["parse", "think", "review", "deliver", "error"];

test.each([
  ["Mermaid", toMermaid],
  ["DOT", toDot],
  ["SVG", toSvg],
] as const)(
  "a workflow is drawn as %s with its stages and steps, alone and in its agent",
  async (_, draw) => {
    await using agent = await createAgent({ name: "support" }).withWorkflow(workflow).build();
    for (const picture of [draw(workflow), draw(agent)]) {
      for (const name of [...STEPS, ...STAGES]) expect(picture).toContain(name);
    }
  },
);
