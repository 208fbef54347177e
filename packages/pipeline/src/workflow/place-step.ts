import type { Stage } from "../stage.ts";
import { isStepKind, STAGES_OF_KIND, type StepKind } from "../steps/step-kind.ts";
import type { StageEntry } from "./stage-entry.ts";
import { type EntryDefect, kindDefect } from "./workflow-node.ts";

/** Where `workflow.step` puts a step. */
export interface StepPlace {
  /** Wins over what the step says itself. */
  readonly stages?: Stage | readonly Stage[] | undefined;
  /** What it is for; decides on the stages if nobody names one. Default: what the step says, else `prompt`. */
  readonly kind?: StepKind | undefined;
}

/** Where a step goes, and what to tell of that. */
export interface PlacedStep {
  readonly stages: readonly Stage[];
  readonly note?: string;
}

const PARTS: ReadonlySet<string> = new Set(["stages", "kind"]);

/** Why a place is none; its stages are looked at with all others. */
export function placeDefect(place: unknown): EntryDefect | undefined {
  const hint = 'Give { stages: "think" }, { kind: "tool" }, or nothing.';
  if (typeof place !== "object" || place === null)
    return { message: `The place of a step is ${String(place)}; expected an object.`, hint };
  const unknown = Object.keys(place).find((key) => !PARTS.has(key));
  if (unknown !== undefined) return { message: `The place of a step has no "${unknown}".`, hint };
  const { stages, kind } = place as StepPlace;
  const isNamed =
    stages === undefined || typeof stages === "string" || (Array.isArray(stages) && stages.length > 0);
  if (!isNamed) return { message: "The stages of a step are no stage and no list of some.", hint };
  return kindDefect("A step", kind);
}

/** Explicit stages win over those of the step, and these over what is usual for its kind. */
export function placeStep(entry: StageEntry, { stages, kind }: StepPlace): PlacedStep {
  const own = ownPlace(entry);
  const known = kind ?? own.kind;
  // What is no kind is refused with everything else.
  const usual = STAGES_OF_KIND[isStepKind(known) ? known : "prompt"];
  const wanted = listOf(stages ?? own.stages);
  if (wanted === undefined) {
    if (known !== undefined) return { stages: usual };
    return {
      stages: usual,
      note: `${own.name} says neither its kind nor its stage: it is a prompt step and runs in think.`,
    };
  }
  const note = known === undefined ? undefined : deviation(own.name, known, wanted);
  return note === undefined ? { stages: wanted } : { stages: wanted, note };
}

/** What to tell of a step that runs elsewhere than is usual for its kind; undefined when it does not. */
function deviation(name: string, kind: StepKind, stages: readonly Stage[]): string | undefined {
  if (!isStepKind(kind)) return undefined;
  const usual = STAGES_OF_KIND[kind];
  if (stages.every((stage) => usual.includes(stage))) return undefined;
  return `${name} is of the kind ${kind} and runs in ${stages.join(", ")}; usual is ${usual.join(", ")}.`;
}

/** What to tell of a step that stands in a stage; undefined when nothing is unusual. */
export function noteOf(entry: StageEntry, stage: Stage): string | undefined {
  const { name, kind } = ownPlace(entry);
  return kind === undefined ? undefined : deviation(name, kind, [stage]);
}

function ownPlace(entry: StageEntry): StepPlace & { readonly name: string } {
  if (typeof entry === "function") return { name: `The function "${entry.name}"` };
  if (typeof entry !== "object" || entry === null || !("run" in entry)) return { name: "The step" };
  return { name: `The step "${entry.name}"`, kind: entry.kind, stages: entry.stages };
}

function listOf(stages: Stage | readonly Stage[] | undefined): readonly Stage[] | undefined {
  return typeof stages === "string" ? [stages] : stages;
}
