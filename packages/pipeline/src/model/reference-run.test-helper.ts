import { DEFAULT_FAILURE_ANSWER } from "../run/default-answer.ts";
import { type Stage, WORK_STAGES } from "../stage.ts";
import {
  type ConditionCase,
  type EntryCase,
  isBranch,
  type Outcome,
  replyTo,
  type StepCase,
  type WorkflowCase,
} from "./workflow-case.test-helper.ts";

const TOOL_ERRORS: Readonly<Record<string, string>> = {
  broken: "TOOL_FAILED",
  strict: "TOOL_INVALID_ARGUMENTS",
  missing: "TOOL_NOT_FOUND",
};
const fresh = (stage: Stage) => ({
  stage,
  results: [] as string[],
  tools: [] as string[],
  queue: [] as { tool: string; value: number; key: string; step: string }[],
  skip: undefined as Stage | undefined,
});

class Failure {
  readonly code: string;
  readonly step: string;

  constructor(code: string, step: string) {
    this.code = code;
    this.step = step;
  }
}

/** What must come of a case, said as plainly as can be. @param note is told what happens on the way */
export function interpret(
  { stages, maxIterations }: WorkflowCase,
  note: (label: string) => void = () => {},
): Outcome {
  const trace: string[] = [];
  const ended: string[] = [];
  let emitted = "";
  let iteration = 1;
  let run = {
    scratch: {} as Record<string, unknown>,
    said: [] as string[],
    lastText: undefined as string | undefined,
    response: undefined as string | undefined,
    streamed: [] as string[],
    now: fresh("parse"),
  };
  const keep = (to: typeof run, key: string, value: unknown) => {
    to.scratch[key] = value;
    if (!to.now.results.includes(key)) to.now.results.push(key);
  };
  const callTool = (tool: string, value: number, step: string) => {
    if (tool !== "missing" && tool !== "strict") trace.push(`begin ${tool} ${value}`, `end ${tool} ${value}`);
    const code = TOOL_ERRORS[tool];
    if (code !== undefined) throw new Failure(code, step);
    return value * 2;
  };
  const holds = (condition: ConditionCase, of: string) => {
    const isStored = condition.holds === "if-stored" && condition.key in run.scratch;
    const does = condition.holds === "from" ? iteration >= condition.iteration : isStored;
    note(condition.holds === "throws" ? "condition throws" : `condition ${does ? "holds" : "does not hold"}`);
    if (condition.holds === "throws") throw new Failure("STEP_FAILED", of);
    return does;
  };
  const runStep = ({ name, when, ops, returns }: StepCase) => {
    if (run.now.skip !== undefined || (when !== undefined && !holds(when, name))) return;
    const mine = structuredClone(run);
    const { stage } = mine.now;
    trace.push(`${iteration} ${stage} ${name}`);
    for (const op of ops) {
      if (op.op === "store") keep(mine, op.key, op.value * iteration);
      if (op.op === "load") trace.push(`${op.key} = ${mine.scratch[op.key]}`);
      if (op.op === "say") mine.said.push(op.text);
      if (op.op === "throw") throw new Failure("STEP_FAILED", name);
      if (op.op === "llm" && stage === "deliver") {
        mine.streamed.push(replyTo(op.text));
        emitted += replyTo(op.text);
      }
      if (op.op === "use") {
        trace.push(`${op.tool} gave ${callTool(op.tool, op.value, name)}`);
        mine.now.tools.push(op.tool);
      }
      if (op.op === "queue") {
        if (op.tool === "missing") throw new Failure("TOOL_NOT_FOUND", name);
        const same = mine.now.queue.filter((call) => new RegExp(`^${op.tool}(_\\d)?$`).test(call.key)).length;
        mine.now.queue.push({
          ...op,
          step: name,
          key: op.as ?? (same === 0 ? op.tool : `${op.tool}_${same + 1}`),
        });
      }
      if (op.op === "respond") {
        if (stage !== "deliver" && stage !== "error") throw new Failure("RESPONSE_NOT_ALLOWED", name);
        mine.response = op.text;
      }
      if (op.op === "skip") {
        if (stage === "error" || WORK_STAGES.indexOf(op.to as "do") <= WORK_STAGES.indexOf(stage))
          throw new Failure("SKIP_NOT_ALLOWED", name);
        mine.now.skip = op.to;
        note("skip");
      }
    }
    if (returns !== undefined) keep(mine, name, returns);
    if (typeof returns === "string") mine.lastText = returns;
    if (typeof returns === "string" && stage === "deliver") mine.response ??= returns;
    run = mine;
  };
  const runEntries = (entries: readonly EntryCase[]) => {
    for (const entry of entries) {
      if (run.now.skip !== undefined) return;
      note(isBranch(entry) ? "branch" : "step");
      if (!isBranch(entry)) runStep(entry);
      else
        for (const step of holds(entry.condition, `branch in ${run.now.stage}`)
          ? entry.steps
          : entry.otherwise)
          runStep(step);
    }
  };
  const runQueue = () => {
    const { queue } = run.now;
    const begun = queue.filter(({ tool }) => tool !== "strict");
    trace.push(
      ...begun.map(({ tool, value }) => `begin ${tool} ${value}`),
      ...begun.map(({ tool, value }) => `end ${tool} ${value}`),
    );
    run.now.tools.push(...queue.map(({ tool }) => tool));
    for (const { tool, key, value } of queue) if (TOOL_ERRORS[tool] === undefined) keep(run, key, value * 2);
    const failed = queue.find(({ tool }) => TOOL_ERRORS[tool] !== undefined);
    if (failed !== undefined) note("queued tool fails");
    if (failed !== undefined) throw new Failure(TOOL_ERRORS[failed.tool] as string, failed.step);
  };
  const runStage = (stage: Stage): Stage | undefined => {
    if (stages[stage].length === 0 && stage !== "deliver") return undefined;
    run = { ...run, now: fresh(stage) };
    let code = "ok";
    try {
      runEntries(stages[stage]);
      runQueue();
      if (stages[stage].length === 0) run.response = run.said.at(-1) ?? run.lastText;
    } catch (failure) {
      code = (failure as Failure).code;
      throw failure;
    } finally {
      ended.push(`${iteration} ${stage} ${code} [${run.now.results}] [${run.now.tools}]`);
    }
    return run.now.skip;
  };
  let failure: string | undefined;
  let error: string | undefined;
  try {
    for (; run.response === undefined; iteration++) {
      if (iteration > maxIterations) {
        iteration = maxIterations;
        run.now.stage = "deliver";
        throw new Failure("WORKFLOW_MAX_ITERATIONS", "workflow");
      }
      let skip: Stage | undefined;
      for (const stage of WORK_STAGES) {
        if (skip !== undefined && WORK_STAGES.indexOf(stage) < WORK_STAGES.indexOf(skip as "do")) continue;
        skip = runStage(stage);
      }
    }
  } catch (thrown) {
    const { code, step } = thrown as Failure;
    failure = `${iteration} ${run.now.stage} ${step} ${code}`;
    run.response = undefined;
    try {
      runStage("error");
    } catch {}
    if (run.response === undefined) error = code;
  }
  const told = run.streamed.join("");
  const { response } = run;
  if (response === undefined) emitted += DEFAULT_FAILURE_ANSWER;
  else if (!run.streamed.includes(response))
    emitted += response.startsWith(told) ? response.slice(told.length) : response;
  return { trace, stages: ended, response, error, failure, streamed: emitted, results: run.scratch };
}
