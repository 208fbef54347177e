import { defineTool, type Tool } from "@pergola/tools";
import { z } from "zod";
import type { StagedContext } from "../context/staged-context.ts";
import type { Condition, StagedStep } from "../steps/staged-step.ts";
import { branch, type StageEntry } from "../workflow/stage-entry.ts";
import { defineWorkflow, type Workflow } from "../workflow/workflow.ts";
import {
  type ConditionCase,
  type EntryCase,
  isBranch,
  type Op,
  type StepCase,
  type WorkflowCase,
} from "./workflow-case.test-helper.ts";

/** A case as a workflow, and what its steps and tools see. */
export interface BuiltCase {
  readonly workflow: Workflow;
  readonly tools: readonly Tool[];
  readonly trace: readonly string[];
}

export function buildCase({ stages, maxIterations }: WorkflowCase): BuiltCase {
  const trace: string[] = [];
  const entries = Object.entries(stages).map(([stage, list]) => [
    stage,
    list.map((entry) => toEntry(entry, trace)),
  ]);
  const workflow = defineWorkflow({ stages: Object.fromEntries(entries), maxIterations });
  return { workflow, tools: toolsOf(trace), trace };
}

function toEntry(entry: EntryCase, trace: string[]): StageEntry {
  if (!isBranch(entry)) return toStep(entry, trace);
  const all = (steps: readonly StepCase[]) => steps.map((step) => toStep(step, trace));
  return branch(toCondition(entry.condition), all(entry.steps), all(entry.otherwise));
}

function toStep({ name, when, ops, returns }: StepCase, trace: string[]): StagedStep {
  return {
    name,
    ...(when !== undefined && { when: toCondition(when) }),
    async run(context) {
      trace.push(`${context.iteration} ${context.stage} ${name}`);
      for (const op of ops) await doOp(op, context, trace);
      return returns;
    },
  };
}

async function doOp(op: Op, context: StagedContext, trace: string[]): Promise<void> {
  if (op.op === "store") context.store(op.key, op.value * context.iteration);
  if (op.op === "load") trace.push(`${op.key} = ${context.load(op.key)}`);
  if (op.op === "say") context.say(op.text);
  if (op.op === "respond") context.setResponse(op.text);
  if (op.op === "llm") await context.callLlm(op.text);
  if (op.op === "use") trace.push(`${op.tool} gave ${await context.toolUse(op.tool, argumentsOf(op))}`);
  if (op.op === "queue")
    context.queueToolUse(op.tool, argumentsOf(op), op.as === undefined ? {} : { as: op.as });
  if (op.op === "skip") context.advanced.skipTo(op.to);
  if (op.op === "throw") throw new Error("on purpose");
}

/** `strict` gets what it does not take. */
const argumentsOf = ({ tool, value }: { readonly tool: string; readonly value: number }) =>
  tool === "strict" ? { value: "text" } : { value };

function toCondition(condition: ConditionCase): Condition {
  return ({ iteration, has }) => {
    if (condition.holds === "throws") throw new Error("on purpose");
    if (condition.holds === "from") return iteration >= condition.iteration;
    return condition.holds === "if-stored" && has(condition.key);
  };
}

/** Each waits long enough for all others that were called at the same time to have begun. */
function toolsOf(trace: string[]): readonly Tool[] {
  const make = (name: string, work: (value: number) => number) =>
    defineTool({
      name,
      description: `Does what ${name} does.`,
      input: z.object({ value: z.number() }),
      async execute({ value }) {
        trace.push(`begin ${name} ${value}`);
        await new Promise((resolve) => setImmediate(resolve));
        trace.push(`end ${name} ${value}`);
        return work(value);
      },
    });
  const broken = () => {
    throw new Error("on purpose");
  };
  return [
    make("double", (value) => value * 2),
    make("twice", (value) => value * 2),
    make("broken", broken),
    make("strict", (value) => value),
  ];
}
