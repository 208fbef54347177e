import type { StepGraph, StepGraphNode, StepMove, StepParts, StepTask } from "@pergola/core-steps";
import { finishRun } from "../run/finish-run.ts";
import type { Host } from "../run/host.ts";
import { BEGINNING, type Position } from "../run/position.ts";
import { StagedRun, type Unit } from "../run/staged-run.ts";
import { WORK_STAGES } from "../stage.ts";
import type { Program } from "../workflow/compile-workflow.ts";
import { noteTeller } from "./note-teller.ts";

type Work = Exclude<Unit, { readonly kind: "end" }>;

const TOOLS = "tools";

/** A workflow as nodes: one for each step, and one for queued tools. Where it stands goes from node to node as data. */
export function stagedGraph(program: Program, { chains, nodeName = "workflow" }: StepParts): StepGraph {
  const names = nodeNames(program);
  const tell = noteTeller(program.workflow);
  const ends = [...names, TOOLS, "end"];
  const hostOf = (context: Host["context"]): Host => ({
    program,
    chains,
    context,
    isKept: true,
    name: nodeName,
  });
  const node = (name: string, work: Work | undefined): StepGraphNode => ({
    name,
    ends,
    run: async (state, context, { memo }: StepTask) => {
      tell(context);
      const host = hostOf(context);
      const run = new StagedRun(host, positionOf(memo), state);
      if (work !== undefined) await run.perform(work);
      return moveTo(await run.next(), { run, host, names });
    },
  });
  return {
    nodes: [
      node("begin", undefined),
      ...names.map((name, index) => node(name, { kind: "step", index })),
      node(TOOLS, { kind: "tools" }),
    ],
    visits: ({ callMaxIterations, maxIterations }) =>
      3 + (callMaxIterations ?? program.workflow.maxIterations ?? maxIterations) * visitsOfIteration(program),
  };
}

interface Moving {
  readonly run: StagedRun;
  readonly host: Host;
  readonly names: readonly string[];
}

async function moveTo(unit: Unit, { run, host, names }: Moving): Promise<StepMove> {
  const { position, writes } = run;
  if (unit.kind === "end") return { writes: [...writes, ...(await finishRun(host, position))], next: "end" };
  return { writes, memo: position, next: unit.kind === "tools" ? TOOLS : (names[unit.index] ?? "end") };
}

/** JSON has no undefined: what is missing is as it was in the beginning. */
function positionOf(memo: unknown): Position {
  return { ...BEGINNING, ...(memo as Position | undefined) };
}

/**
 * Every step, and the queue of every stage; the error stage runs once, and counts each time. What asks something is visited
 * twice before the run waits, and from there it counts anew.
 */
const visitsOfIteration = ({ steps }: Program): number => steps.length + WORK_STAGES.length + 1;

function nodeNames({ steps }: Program): readonly string[] {
  const taken = new Set(["begin", TOOLS, "end"]);
  return steps.map(({ stage, name }) => {
    const wanted = `${stage}_${name}`;
    let free = wanted;
    for (let number = 2; taken.has(free); number++) free = `${wanted}_${number}`;
    taken.add(free);
    return free;
  });
}
