import { createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import {
  type CallLlmOptions,
  defineWorkflow,
  type QueueToolOptions,
  type StagedFunction,
  type StagedStep,
  type StepPlace,
  Workflow,
  type WorkflowDefinition,
} from "@pergola/pipeline";
import { runWorkflow, type WorkflowRunOptions } from "@pergola/pipeline/testing";
import { defineTool, findTools, type ToolQuery } from "@pergola/tools";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";

const any = z.unknown();
const codeOf = (error: { readonly code?: string } | undefined) => error?.code;

const double = defineTool({
  name: "double",
  description: "Twice a number.",
  tags: ["math"],
  intents: ["calculate"],
  input: z.object({ n: z.number() }),
  execute: ({ n }) => n * 2,
});

/** What comes of a workflow of these steps. */
async function ran(definition: WorkflowDefinition, options: WorkflowRunOptions = {}) {
  const { response, error, results, failure } = await runWorkflow(defineWorkflow(definition), options);
  return { response, error: codeOf(error as Error & { code: string }), results, failure: failure?.step };
}

const inThink = (step: StagedFunction, options: WorkflowRunOptions = {}) =>
  ran({ stages: { think: [step], deliver: [() => "done"] } }, options);

const workflow: Ledger = {
  name: "workflow",
  schema: z.strictObject({
    stages: any,
    steps: any,
    maxIterations: z.number(),
    parameters: any,
  } satisfies Record<keyof WorkflowDefinition, z.ZodType>),
  entries: [
    entry("stages", [{ think: [() => "a"] }, { think: [() => "b"] }], (stages) => ran({ stages })),
    entry("steps", [[{ step: () => "a" }], [{ step: () => "b" }]], (steps) => ran({ steps })),
    entry("maxIterations", [1, 2], async (maxIterations) => {
      let runs = 0;
      await ran({ stages: { deliver: [() => void runs++] }, maxIterations });
      return runs;
    }),
    entry("parameters", [{ tone: "kind" }, { tone: "brief" }], (parameters) =>
      ran({ parameters, stages: { think: [(context) => `${context.parameters.tone}`] } }),
    ),
  ],
};

/** What comes of an agent whose workflow has this step before one that answers. */
async function stepped(step: Partial<StagedStep>, next: StagedStep = { name: "next", run: () => 1 }) {
  const whole: StagedStep = { name: "it", run: () => "it ran", ...step };
  const lines: string[] = [];
  try {
    const built = Workflow.empty
      .step(whole)
      .step(next, { kind: "prompt" })
      .extend({ stages: { deliver: [({ advanced }) => JSON.stringify(advanced.results)] } });
    lines.push(JSON.stringify(built.describe()));
    await using agent = await createAgent({}, { sources: [] }).withWorkflow(built).start();
    for await (const event of agent.stream("go"))
      if ("step" in event)
        lines.push(`${event.type} ${event.step} ${"attempt" in event ? event.attempt : ""}`);
  } catch (error) {
    lines.push(String(codeOf(error as Error & { code: string })));
  }
  return lines;
}

const failing = { run: () => Promise.reject(new Error("no")) };
/** Steps that note that they were called. */
const noting = (member: "initialize" | "close") => async (note: (lived: string[]) => void) => {
  const lived: string[] = [];
  await stepped({ [member]: () => note(lived) });
  return lived;
};

const step: Ledger = {
  name: "step of a workflow",
  schema: z.strictObject({
    name: any,
    description: any,
    kind: any,
    stages: any,
    when: any,
    needs: any,
    gives: any,
    callsModel: any,
    retry: any,
    timeoutMs: any,
    run: any,
    initialize: any,
    close: any,
  } satisfies Record<keyof StagedStep, z.ZodType>),
  entries: [
    entry("name", ["one", "two"], (name) => stepped({ name })),
    entry("description", ["Reads.", "Writes."], (description) => stepped({ description })),
    entry("kind", ["tool", "prompt"] as const, (kind) => stepped({ kind })),
    entry("stages", ["do", "review"] as const, (stages) => stepped({ stages })),
    entry("when", [() => true, () => false], (when) => stepped({ when })),
    entry("needs", [[], ["other"]], (needs) => stepped({ needs })),
    entry("gives", [["more"], []], (gives) =>
      stepped({ gives, stages: "parse" }, { name: "next", needs: ["more"], run: () => 1 }),
    ),
    entry("callsModel", [true, false], (callsModel) => stepped({ callsModel })),
    entry("retry", [{ maxRetries: 0 }, { maxRetries: 1, backoffBaseMs: 0 }], (retry) =>
      stepped({ ...failing, retry }),
    ),
    entry("timeoutMs", [5, undefined], (timeoutMs) =>
      stepped({
        timeoutMs,
        run: ({ signal }) =>
          new Promise((resolve) => {
            const timer = setTimeout(resolve, 50);
            signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
          }),
      }),
    ),
    entry<() => unknown>("run", [() => 1, () => Promise.reject(new Error("no"))], (run) => stepped({ run })),
    entry("initialize", [(lived: string[]) => void lived.push("in"), () => {}], noting("initialize")),
    entry("close", [(lived: string[]) => void lived.push("out"), () => {}], noting("close")),
  ],
};

const place: Ledger = {
  name: "place of a step",
  schema: z.strictObject({ stages: any, kind: any } satisfies Record<keyof StepPlace, z.ZodType>),
  entries: [
    entry("stages", ["do", "review"] as const, (stages) => Workflow.empty.step(() => 1, { stages }).stages),
    entry("kind", ["tool", "prompt"] as const, (kind) => Workflow.empty.step(() => 1, { kind }).stages),
  ].map((each) => ({
    ...each,
    observeA: () => JSON.stringify(each.observeA()),
    observeB: () => JSON.stringify(each.observeB()),
  })),
};

/** What a model was sent, and which one. */
async function called(options: CallLlmOptions) {
  const models = {
    llm: new ScriptedChatModel(["a", "b"], { direct: true }),
    other: new ScriptedChatModel(["from the other"]),
  };
  const workflow = defineWorkflow({ stages: { think: [({ callLlm }) => callLlm("Hi", options)] } });
  await using agent = await createAgent()
    .withLlm(models.llm)
    .withResource("other", models.other)
    .withWorkflow(workflow)
    .start();
  const lines: unknown[] = [];
  const stream = agent.stream("go");
  for await (const event of stream)
    if (event.type === "model-started") lines.push(event.purpose, event.model, JSON.stringify(event.request));
  const end = await stream.result.then(({ text }) => text, codeOf);
  return [...lines, end, models.other.calls.length];
}

const callLlm: Ledger = {
  name: "callLlm",
  schema: z.strictObject({
    resource: any,
    purpose: any,
    system: any,
    model: any,
    temperature: any,
    maxTokens: any,
    signal: any,
  } satisfies Record<keyof CallLlmOptions, z.ZodType>),
  entries: [
    entry("resource", ["llm", "other"], (resource) => called({ resource })),
    entry("purpose", ["one", "two"], (purpose) => called({ purpose })),
    entry("system", ["Be brief.", "Be kind."], (system) => called({ system })),
    entry("model", [undefined, new ScriptedChatModel(Array(4).fill("mine"))], (model) =>
      called((model && { model }) || {}),
    ),
    entry("temperature", [0, 1], (temperature) => called({ temperature })),
    entry("maxTokens", [5, 6], (maxTokens) => called({ maxTokens })),
    entry("signal", [AbortSignal.abort(new Error("no")), new AbortController().signal], (signal) =>
      called({ signal }),
    ),
  ],
};

const queue: Ledger = {
  name: "queueToolUse",
  schema: z.strictObject({ as: any } satisfies Record<keyof QueueToolOptions, z.ZodType>),
  entries: [
    entry("as", ["one", "two"], (as) =>
      inThink(({ queueToolUse }) => queueToolUse("double", { n: 1 }, { as }), { tools: [double] }),
    ),
  ],
};

const query: Ledger = {
  name: "findTools",
  schema: z.strictObject({ intent: any, tag: any, name: any } satisfies Record<keyof ToolQuery, z.ZodType>),
  entries: [
    entry("intent", ["calculate", "send"], (intent) => findTools([double], { intent }).length),
    entry("tag", ["math", "mail"], (tag) => findTools([double], { tag }).length),
    entry("name", ["doub", "trip"], (name) => findTools([double], { name }).length),
  ],
};

const run: Ledger = {
  name: "runWorkflow",
  schema: z.strictObject({
    message: any,
    replies: any,
    tools: any,
    resources: any,
    userId: any,
    sessionId: any,
    maxIterations: any,
    signal: any,
    isKept: any,
  } satisfies Record<keyof WorkflowRunOptions, z.ZodType>),
  entries: [
    entry("message", ["a", "b"], (message) => inThink((context) => context.message, { message })),
    entry("replies", [["a"], ["b"]], (replies) => inThink((context) => context.callLlm("Hi"), { replies })),
    entry("tools", [[double], []], (tools) =>
      inThink(({ discoverTools }) => discoverTools().length, { tools }),
    ),
    entry("resources", [{ shop: 1 }, { shop: 2 }], (resources) =>
      inThink(({ getResource }) => getResource("shop"), { resources }),
    ),
    entry("userId", ["ada", "eve"], (userId) => inThink((context) => context.userId, { userId })),
    entry("sessionId", ["one", "two"], (sessionId) => inThink((context) => context.sessionId, { sessionId })),
    entry("maxIterations", [1, 2], async (maxIterations) => {
      let runs = 0;
      await ran({ stages: { deliver: [() => void runs++] } }, { maxIterations });
      return runs;
    }),
    entry("signal", [AbortSignal.abort(new Error("no")), undefined], (signal) =>
      inThink(() => 1, signal && { signal }).catch((error: Error) => error.message),
    ),
    entry("isKept", [true, false], (isKept) => inThink(({ store }) => store("at", new Map()), { isKept })),
  ],
};

export const workflowLedgers: readonly Ledger[] = [workflow, step, place, callLlm, queue, query, run];
