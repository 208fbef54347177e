import { type ErrorData, isGraphSignal, systemClock, throwIfAborted, toErrorData } from "@pergola/core";
import { getRun, type StepRun } from "@pergola/core-steps";
import { createStagedContext } from "../context/create-staged-context.ts";
import { type Stage, stageAfter } from "../stage.ts";
import type { Instruction } from "../workflow/compile-workflow.ts";
import { draftOf } from "./draft.ts";
import { keepThrown } from "./failed-run.ts";
import type { Host, HostState } from "./host.ts";
import { maxIterationsReached } from "./max-iterations.ts";
import type { Position } from "./position.ts";
import { runQueue } from "./run-queue.ts";
import { type FailedStep, runStep } from "./run-step.ts";

/** What comes next: a step, the queued tools, or nothing. */
export type Unit =
  | { readonly kind: "step"; readonly index: number }
  | { readonly kind: "tools" }
  | { readonly kind: "end" };

const NEW_STAGE = {
  at: 0,
  bookmark: undefined,
  stageStartedAt: undefined,
  queue: [],
  results: [],
  tools: [],
  skipTo: undefined,
} as const;

/** A run of a workflow as a machine: `next` says what is to be done, `perform` does it; between the two it is plain data. */
export class StagedRun {
  readonly #host: Host;
  readonly #run: StepRun;
  #position: Position;
  #state: HostState;

  constructor(host: Host, position: Position, state: Readonly<Record<string, unknown>>) {
    this.#host = host;
    this.#run = getRun(host.context);
    this.#position = position;
    this.#state = { state, writes: [] };
  }

  get position(): Position {
    return this.#position;
  }

  /** What the steps have written to the agent's state. */
  get writes(): HostState["writes"] {
    return this.#state.writes;
  }

  /** Goes on to what is to be done next. @throws the signal's reason */
  async next(): Promise<Unit> {
    for (;;) {
      throwIfAborted(this.#run.signal);
      const unit = await this.#advance();
      if (unit !== undefined) return unit;
    }
  }

  /** Does it. A failure leads to the error stage. @throws what stops or suspends the run */
  async perform(unit: Exclude<Unit, { readonly kind: "end" }>): Promise<void> {
    if (unit.kind === "tools") return this.#performQueue();
    const { name } = this.#host.program.steps[unit.index] as { readonly name: string };
    try {
      const { position, ...state } = await runStep(this.#host, unit.index, this.#position, this.#state);
      this.#position = position;
      this.#state = state;
    } catch (failed) {
      const { thrown, attempts } = failed as FailedStep;
      this.#fail(thrown, { step: name, attempt: attempts });
    }
  }

  async #performQueue(): Promise<void> {
    try {
      const { position, failure } = await runQueue(this.#host, this.#position);
      this.#position = position;
      if (failure !== undefined) this.#fail(failure.thrown, { step: failure.call.step, attempt: 1 });
    } catch (thrown) {
      this.#fail(thrown, { step: this.#position.queue[0]?.step ?? "", attempt: 1 });
    }
  }

  /** One move between two units. @returns the unit when it is there */
  async #advance(): Promise<Unit | undefined> {
    const { stage, at, skipTo, queue } = this.#position;
    if (stage === undefined) return { kind: "end" };
    const instructions = this.#host.program.stages[stage];
    if (instructions.length === 0 && stage !== "deliver") {
      this.#enter(stageAfter(stage));
      return undefined;
    }
    this.#begin(stage);
    const instruction = skipTo === undefined ? instructions[at] : undefined;
    if (instruction !== undefined) return this.#follow(instruction);
    if (queue.length > 0) return { kind: "tools" };
    this.#end(stage);
    return undefined;
  }

  async #follow(instruction: Instruction): Promise<Unit | undefined> {
    if (instruction.kind === "run") return { kind: "step", index: instruction.entry };
    if (instruction.kind === "jump") this.#move({ at: instruction.to });
    else await this.#choose(instruction);
    return undefined;
  }

  async #choose({ condition, of, to }: Extract<Instruction, { kind: "unless" }>): Promise<void> {
    const { context } = this.#host;
    const draft = draftOf(this.#position);
    const { staged, close } = createStagedContext({
      draft,
      step: of,
      context,
      state: this.#state.state,
      host: this.#host,
    });
    try {
      const holds = await condition(staged);
      this.#move({ at: holds ? this.#position.at + 1 : to });
    } catch (thrown) {
      this.#fail(thrown, { step: of, attempt: 1 });
    } finally {
      close();
    }
  }

  #begin(stage: Stage): void {
    if (this.#position.stageStartedAt !== undefined) return;
    this.#emitStage("stage-started", stage);
    this.#move({ stageStartedAt: this.#now() });
  }

  /** The stage has gone well. */
  #end(stage: Stage): void {
    const { skipTo, said, lastText, iteration } = this.#position;
    const isOwn = stage === "deliver" && this.#host.program.stages.deliver.length === 0;
    if (isOwn) this.#move({ response: said.at(-1) ?? lastText });
    this.#finishStage(stage);
    if (stage !== "deliver") this.#enter(skipTo ?? stageAfter(stage));
    else if (this.#position.response !== undefined) this.#enter(undefined);
    else this.#again(iteration);
  }

  /** There is no response yet. */
  #again(iteration: number): void {
    const most = this.#maxIterations();
    if (iteration < most) this.#enter("parse", iteration + 1);
    else this.#enterError(maxIterationsReached(most), { stage: "deliver", step: this.#name, attempt: 1 });
  }

  /** @throws what stops or suspends the run */
  #fail(thrown: unknown, { step, attempt }: { readonly step: string; readonly attempt: number }): void {
    const stage = this.#position.stage ?? "error";
    if (isGraphSignal(thrown)) throw thrown;
    const error = toErrorData(thrown);
    this.#finishStage(stage, error);
    throwIfAborted(this.#run.signal);
    if (stage === "error") {
      this.#run.logger.error("A step of the error stage failed", { step, error });
      this.#enter(undefined);
    } else this.#enterError(thrown, { stage, step, attempt });
  }

  #enterError(
    thrown: unknown,
    at: { readonly stage: Stage; readonly step: string; readonly attempt: number },
  ): void {
    const { iteration } = this.#position;
    const failure = keepThrown({ ...at, error: toErrorData(thrown), iteration, runId: this.#run.id }, thrown);
    this.#move({ failure, response: undefined });
    this.#enter("error");
  }

  #enter(stage: Stage | undefined, iteration = this.#position.iteration): void {
    this.#move({ ...NEW_STAGE, stage, iteration });
  }

  #finishStage(stage: Stage, error?: ErrorData): void {
    const { stageStartedAt = this.#now(), results, tools } = this.#position;
    this.#emitStage("stage-finished", stage, {
      latencyMs: Math.max(0, this.#now() - stageStartedAt),
      results,
      tools,
      ...(error !== undefined && { error }),
    });
  }

  #emitStage(type: "stage-started" | "stage-finished", stage: Stage, more: object = {}): void {
    const { label } = this.#run;
    const place = { step: this.#name, ...(label !== undefined && { label }), stage };
    const event = { type, ...place, iteration: this.#position.iteration, ...more };
    void this.#run.emit(event as Parameters<StepRun["emit"]>[0]);
  }

  #move(change: Partial<Position>): void {
    this.#position = { ...this.#position, ...change };
  }

  #maxIterations(): number {
    const { callMaxIterations, maxIterations } = this.#run.limits;
    return callMaxIterations ?? this.#host.program.workflow.maxIterations ?? maxIterations;
  }

  #now(): number {
    return (this.#run.clock ?? systemClock).now();
  }

  get #name(): string {
    return this.#host.name;
  }
}
