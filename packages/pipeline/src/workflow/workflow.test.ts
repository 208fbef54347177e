import { describe, expect, it } from "vitest";
import {
  branch,
  defineAdapter,
  defineFailureStep,
  defineInputAdapter,
  defineOutputAdapter,
  definePromptStep,
  defineToolStep,
  defineWorkflow,
  isWorkflow,
  type StagedStep,
  Workflow,
} from "../index.ts";
import { runWorkflow } from "../testing/index.ts";
import { isBranchNode } from "./workflow-node.ts";

const run = () => 1;

/** Names by stage, without the stages that are empty. */
function shape(workflow: Workflow): Record<string, string[]> {
  const named = Object.entries(workflow.stages).map(([stage, nodes]) => [
    stage,
    nodes.map((node) => (isBranchNode(node) ? "branch" : node.name)),
  ]);
  return Object.fromEntries(named.filter(([, names]) => names?.length));
}

describe("where a step goes", () => {
  it.each<[string, StagedStep, string[]]>([
    ["prompt", definePromptStep({ name: "x", run }), ["think"]],
    ["tool", defineToolStep({ name: "x", run }), ["do"]],
    ["input adapter", defineInputAdapter({ name: "x", run }), ["parse"]],
    ["output adapter", defineOutputAdapter({ name: "x", run }), ["deliver"]],
    ["adapter", defineAdapter({ name: "x", run }), ["parse", "deliver"]],
    ["failure", defineFailureStep({ name: "x", run }), ["error"]],
  ])("is by default that of its kind: %s", (_, step, stages) => {
    const workflow = Workflow.empty.step(step);
    expect(Object.keys(shape(workflow))).toEqual(stages);
    expect(workflow.notes).toEqual([]);
  });

  it("is what the workflow says, before what the step says, before what is usual for its kind", () => {
    const step = defineToolStep({ name: "x", stages: ["parse", "review"], run });
    expect(shape(Workflow.empty.step(step))).toEqual({ parse: ["x"], review: ["x"] });
    expect(shape(Workflow.empty.step(step, { stages: "think" }))).toEqual({ think: ["x"] });
    expect(shape(Workflow.empty.step(run, { kind: "output-adapter" }))).toEqual({ deliver: ["run"] });
  });

  it("is told where it is unusual, once for all agents of the workflow", () => {
    const step = defineToolStep({ name: "x", run });
    const { notes } = defineWorkflow({ stages: { review: [step, step] } });
    expect(notes).toEqual(['The step "x" is of the kind tool and runs in review; usual is do.']);
    expect(Workflow.empty.step(run).notes).toEqual([
      'The function "run" says neither its kind nor its stage: it is a prompt step and runs in think.',
    ]);
  });
});

describe("a workflow", () => {
  it("tells every entry that is none at once, with its place, and the stage that was meant", () => {
    const broken = {
      parse: [7, run, { name: "x" }],
      thnk: [],
      think: [branch(run as never, ["y" as never])],
    };
    expect(() => defineWorkflow({ stages: broken as never, maxIterations: 0 })).toThrow(
      expect.objectContaining({
        code: "WORKFLOW_INVALID",
        details: {
          problems: [
            expect.objectContaining({ path: ["stages", "parse", 0] }),
            expect.objectContaining({ path: ["stages", "parse", 2] }),
            expect.objectContaining({ path: ["stages", "think", 0] }),
            expect.objectContaining({
              path: ["stages", "thnk"],
              hint: expect.stringMatching(/^Did you mean "think"/),
            }),
            expect.objectContaining({ path: ["maxIterations"] }),
          ],
        },
      }),
    );
    const [problem] = defineWorkflow({
      stages: { parse: [{ name: "account", run }], think: [{ name: "plan", needs: ["acount"], run }] },
    }).problems();
    expect(problem?.hint).toMatch(/^Did you mean "account"/);
  });

  const base = defineWorkflow({ stages: { think: [run] }, parameters: { tone: "kind", size: 1 } });

  it("is never changed: with, extend, merge and step give new ones", () => {
    const other = defineWorkflow({ stages: { think: [() => 2], deliver: [() => 3] }, maxIterations: 2 });
    expect(base.with({ tone: "brief" }).parameters).toEqual({ tone: "brief", size: 1 });
    expect(shape(base.extend({ stages: { think: [() => 2] } }))).toEqual({ think: ["run", "think_2"] });
    const merged = base.merge(other);
    expect(shape(merged)).toEqual({ think: ["run", "think_1"], deliver: ["deliver_1"] });
    expect(merged.maxIterations).toBe(2);
    expect(merged.parameters).toEqual({ tone: "kind", size: 1 });
    expect(shape(base)).toEqual({ think: ["run"] });
    expect(Object.isFrozen(base.stages.think) && Object.isFrozen(base.stages)).toBe(true);
    expect(isWorkflow(base) && !isWorkflow({ stages: {} })).toBe(true);
  });

  it.each<[string, () => unknown, string]>([
    [
      "an unknown stage",
      () => defineWorkflow({ stages: { plan: [] } as never }),
      'There is no stage "plan".',
    ],
    [
      "a stage that is no list",
      () => defineWorkflow({ stages: { do: run } as never }),
      "Expected a list of steps.",
    ],
    [
      "an entry that is none",
      () => defineWorkflow({ stages: { do: [7 as never] } }),
      "A stage holds a number",
    ],
    [
      "a step without run",
      () => defineWorkflow({ stages: { do: [{ name: "x" } as never] } }),
      '"x" has no run function',
    ],
    [
      "an unknown kind",
      () => Workflow.empty.step({ name: "x", kind: "plan" as never, run }, { stages: "do" }),
      'the kind "plan"',
    ],
    [
      "a name with a colon",
      () => defineWorkflow({ stages: { do: [{ name: "a:b", run }] } }),
      'A step is called "a:b".',
    ],
    [
      "a condition that is none",
      () => defineWorkflow({ stages: { do: [{ step: "llm", when: true as never }] } }),
      '`when` of "llm"',
    ],
    [
      "a branch without condition",
      () => defineWorkflow({ stages: { do: [branch("x" as never, [])] } }),
      "no function",
    ],
    [
      "an unknown kind of a function",
      () => Workflow.empty.step(run, { kind: "plan" as never }),
      'the kind "plan"',
    ],
    ["a place that is none", () => Workflow.empty.step(run, "think" as never), "is think"],
    ["a misspelt place", () => Workflow.empty.step(run, { stage: "do" } as never), 'no "stage"'],
    ["no stages", () => Workflow.empty.step(run, { stages: [] }), "no list of some"],
    ["stages that are a number", () => Workflow.empty.step(run, { stages: 7 as never }), "no list of some"],
    ["placed steps that are no list", () => defineWorkflow({ steps: {} as never }), "list of steps"],
    ["a placed step that is nothing", () => defineWorkflow({ steps: [null as never] }), "expected a step"],
    ["no iterations", () => defineWorkflow({ maxIterations: 0 }), "maxIterations is 0"],
  ])("refuses %s with its place and what to do", (_, define, message) => {
    expect(define).toThrow(
      expect.objectContaining({
        code: "WORKFLOW_INVALID",
        message: expect.stringContaining(message),
        details: {
          problems: [expect.objectContaining({ path: expect.any(Array), hint: expect.any(String) })],
        },
      }),
    );
  });

  it.each<[string, Parameters<typeof defineWorkflow>[0]["stages"], string[]]>([
    [
      "two steps of one name",
      { think: [{ name: "x", run: () => 1 }], do: [{ name: "x", run: () => 2 }] },
      ['stages.do.0: Two steps are called "x": each would overwrite the result of the other.'],
    ],
    [
      "a result that nobody gives",
      { think: [definePromptStep({ name: "x", needs: ["y"], run })] },
      ['stages.think.0: The step "x" of think needs "y", which no step gives.'],
    ],
    [
      "parse needing what do gives",
      {
        parse: [definePromptStep({ name: "x", needs: ["y"], run })],
        do: [defineToolStep({ name: "z", gives: ["y"], run: () => 2 })],
      },
      ['stages.parse.0: The step "x" of parse needs "y", which only "z" of do gives, and that comes later.'],
    ],
    [
      "steps that need each other",
      {
        think: [
          definePromptStep({ name: "a", needs: ["c"], run }),
          definePromptStep({ name: "b", needs: ["a"], run: () => 2 }),
          definePromptStep({ name: "c", needs: ["b"], run: () => 3 }),
        ],
      },
      ['stages.think.0: The step "a" of think needs "c", which needs it in turn: a → c → b → a.'],
    ],
  ])("finds %s before it runs", async (_, stages, problems) => {
    const workflow = defineWorkflow({ stages });
    expect(workflow.problems().map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual(problems);
    await expect(runWorkflow(workflow)).rejects.toMatchObject({ code: "WORKFLOW_INVALID" });
  });

  it("takes one step for several stages, and what is given before for what is needed", () => {
    const step = defineAdapter({ name: "x", needs: ["y"], run });
    const workflow = defineWorkflow({
      stages: {
        parse: [{ name: "y", run }, step],
        deliver: [step],
        error: [definePromptStep({ name: "z", needs: ["nothing"], run })],
      },
    });
    expect(workflow.problems()).toEqual([]);
  });

  it("describes itself for drawing", () => {
    const { kind, nodes, edges } = defineWorkflow({
      stages: {
        think: [
          { name: "a", run },
          { step: "llm", when: () => true },
        ],
        error: [() => 1],
      },
    }).describe("support");
    expect(kind).toBe("workflow");
    expect(nodes.map(({ id, kind: is }) => `${id} ${is}`)).toEqual([
      "__start__ start",
      "support staged",
      "support#think stage",
      "support#error stage",
      "think.a prompt",
      "think.llm llm",
      "error.error_1 prompt",
      "__end__ end",
    ]);
    expect(edges).toContainEqual({ from: "think.a", to: "think.llm", isConditional: true });
    expect(edges).toContainEqual({ from: "think.a", to: "__end__" });
  });
});
