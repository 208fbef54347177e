import { type Logger, throwIfAborted } from "@pergola/core";
import { getRun, messagesOf, metricsOf, type StepContext } from "@pergola/core-steps";
import type { ToolQuery } from "@pergola/tools";
import { pipelineErrors } from "../errors.ts";
import { assertJson } from "../run/assert-json.ts";
import { type Draft, storeResult } from "../run/draft.ts";
import type { Host } from "../run/host.ts";
import { canRespond, type Stage, WORK_STAGES } from "../stage.ts";
import { callLlm } from "./call-llm.ts";
import type { StagedContext } from "./staged-context.ts";
import { queueTool, useTool } from "./staged-tools.ts";
import { userMemory } from "./user-memory.ts";

export interface StagedParts {
  /** What the step changes. */
  readonly draft: Draft;
  /** Its name. */
  readonly step: string;
  /** Its own. */
  readonly context: StepContext;
  /** The agent's. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly host: Host;
}

/** The context of one attempt of a step. Closed, it can change nothing any more. */
export function createStagedContext(parts: StagedParts): {
  readonly staged: StagedContext;
  readonly close: () => void;
} {
  const staged = new ContextOfStep(parts);
  return { staged, close: () => staged.close() };
}

class ContextOfStep implements StagedContext {
  readonly #parts: StagedParts;
  #isOver = false;
  #logger: Logger | undefined;

  constructor(parts: StagedParts) {
    this.#parts = parts;
  }

  close(): void {
    this.#isOver = true;
  }

  get #run() {
    return getRun(this.#parts.context);
  }

  get message() {
    const messages = messagesOf(this.#parts.state);
    return messages.findLast((message) => message.getType() === "human")?.text ?? "";
  }

  get userId() {
    return this.#run.scope.userId;
  }

  get sessionId() {
    return this.#run.scope.sessionId;
  }

  get runId() {
    return this.#run.id;
  }

  get stage() {
    // A step only ever runs in a stage.
    return this.#parts.draft.stage as Stage;
  }

  get iteration() {
    return this.#parts.draft.iteration;
  }

  get signal() {
    return this.#run.signal;
  }

  get parameters() {
    return this.#parts.host.program.workflow.parameters;
  }

  get failure() {
    return this.#parts.draft.failure;
  }

  get response() {
    return this.#parts.draft.response;
  }

  get logger() {
    this.#logger ??= this.#run.logger.child({ stage: this.stage });
    return this.#logger;
  }

  get metrics() {
    return metricsOf(this.#run);
  }

  store(key: string, value: unknown): void {
    const { draft, host } = this.#open();
    if (host.isKept) assertJson(key, value);
    storeResult(draft, key, value);
  }

  load<Value>(key: string): Value | undefined {
    return this.#open().draft.scratch[key] as Value | undefined;
  }

  has(key: string): boolean {
    return key in this.#open().draft.scratch;
  }

  async remember(key: string, value: unknown): Promise<void> {
    this.#open();
    await userMemory(this.#run).set(key, value);
  }

  async memory<Value>(key: string, fallback?: Value): Promise<Value | undefined> {
    this.#open();
    const value = await userMemory(this.#run).get(key);
    return value === undefined ? fallback : (value as Value);
  }

  async forget(key: string): Promise<void> {
    this.#open();
    await userMemory(this.#run).delete(key);
  }

  say(text: string): void {
    this.#open().draft.said.push(text);
  }

  conversation() {
    const { draft, state } = this.#open();
    const said = draft.said.map((content) => ({ role: "assistant", content }));
    return [
      ...messagesOf(state).map((message) => ({ role: roleOf(message.getType()), content: message.text })),
      ...said,
    ];
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of StagedContext say what comes back
  async callLlm(prompt: never, options: never): Promise<any> {
    const { draft, context } = this.#open();
    return callLlm(getRun(context), { draft, prompt, options });
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of StagedContext give each key its type
  getResource(key: string): any {
    this.#open();
    if (key === "logging") return this.logger;
    return key === "metrics" ? this.metrics : this.#run.resource(key);
  }

  discoverTools(query?: ToolQuery) {
    this.#open();
    return this.#run.resource("tools").find(query);
  }

  async toolUse(tool: string, toolArguments: unknown = {}): Promise<unknown> {
    const { draft } = this.#open();
    return useTool(this.#run, draft, tool, toolArguments);
  }

  queueToolUse(tool: string, toolArguments: unknown = {}, options: { readonly as?: string } = {}): string {
    const { draft, step } = this.#open();
    return queueTool(this.#run, draft, { tool, arguments: toolArguments, step, as: options.as });
  }

  setResponse(text: string): void {
    const { draft, step } = this.#open();
    if (!canRespond(this.stage)) throw notAllowed(step, this.stage);
    if (typeof text !== "string") throw notText(step, text);
    draft.response = text;
  }

  get advanced() {
    const { context, state, draft } = this.#open();
    return {
      step: context,
      state,
      // A step may take it apart before it stores anything.
      get results() {
        return { ...draft.scratch };
      },
      skipTo: (stage: Stage) => this.#skipTo(stage),
    };
  }

  #skipTo(stage: Stage): void {
    const { draft, step } = this.#open();
    const isLater =
      (WORK_STAGES as readonly Stage[]).indexOf(stage) >
      (WORK_STAGES as readonly Stage[]).indexOf(this.stage);
    if (this.stage === "error" || !isLater) throw noSkip(step, this.stage, stage);
    draft.skipTo = stage;
  }

  /** @throws STEP_OVER; the signal's reason */
  #open(): StagedParts {
    if (this.#isOver) throw stepOver(this.#parts.step);
    throwIfAborted(this.signal);
    return this.#parts;
  }
}

/** What a step may take apart: `const { callLlm, store } = context`. */
const METHODS = [
  "store",
  "load",
  "has",
  "remember",
  "memory",
  "forget",
  "say",
  "conversation",
  "callLlm",
  "getResource",
  "discoverTools",
  "toolUse",
  "queueToolUse",
  "setResponse",
] as const;

// Bound when they are asked for: most steps use a few of them.
for (const name of METHODS) {
  const method: (this: ContextOfStep, ...given: never[]) => unknown = ContextOfStep.prototype[name];
  Object.defineProperty(ContextOfStep.prototype, name, {
    get(this: ContextOfStep) {
      return method.bind(this);
    },
  });
}

const ROLES: Readonly<Record<string, string>> = { human: "user", ai: "assistant" };
const roleOf = (type: string): string => ROLES[type] ?? type;

const stepOver = (step: string) =>
  pipelineErrors.create("STEP_OVER", {
    message: `The step "${step}" has ended, and its context was used after that.`,
    hint: "Await everything that the step begins before it returns.",
    details: { step },
  });

const notAllowed = (step: string, stage: Stage) =>
  pipelineErrors.create("RESPONSE_NOT_ALLOWED", {
    message: `The step "${step}" set the response in ${stage}; only deliver and error may.`,
    hint: "Return the text, or store(key, text), and set the response in a deliver step.",
    details: { step, stage },
  });

const notText = (step: string, received: unknown) =>
  pipelineErrors.create("RESPONSE_NOT_TEXT", {
    message: `The step "${step}" gave ${received === null ? "null" : typeof received} as the response; expected text.`,
    hint: "Turn it into text first, for example with JSON.stringify.",
    details: { step },
  });

const noSkip = (step: string, from: Stage, to: Stage) =>
  pipelineErrors.create("SKIP_NOT_ALLOWED", {
    message: `The step "${step}" of ${from} skipped to ${JSON.stringify(to)}.`,
    hint: `Skip to a later stage of the same iteration: ${WORK_STAGES.join(", ")}.`,
    details: { step, from, to },
  });
