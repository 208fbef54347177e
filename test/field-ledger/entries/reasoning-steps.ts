import { entry, type LedgerEntries } from "../ledger.ts";
import { callsClock } from "../probes/tools.ts";
import { modelStep, modelStepEntries, modelStepWrites, type ReasoningStepType } from "./model-step.ts";

const cut = [callsClock, callsClock, "It is late."];
/** A round of calls, a reflection if there is one, and the answer. */
const rounds = [{ text: "I look.", ...callsClock }, "It is late.", "Go to bed."];
const plan = (...tasks: string[]) => JSON.stringify({ tasks });
const givesUp = { toolCalls: [{ name: "report_failure", arguments: { reason: "dark" } }] };

/** What the model is sent, with one of the prompts in other words. */
const prompt = (type: ReasoningStepType, name: string, config: object = {}) =>
  entry(`prompts.${name}`, ["Do it.", "Do it well."], (text) =>
    modelStep(type, { ...config, prompts: { [name]: text } }, type === "react" ? rounds : undefined),
  );

export const reasoningSteps: LedgerEntries = {
  react: [
    ...modelStepEntries("react"),
    entry("maxIterations", [2, 3], (maxIterations) => modelStep("react", { maxIterations }, cut)),
    entry("reflect", [false, true], (reflect) => modelStep("react", { reflect }, rounds)),
    entry("reasoningAs", ["answer", "note"], (reasoningAs) => modelStepWrites("react", { reasoningAs })),
    prompt("react", "think"),
    prompt("react", "reflect", { reflect: true }),
  ],
  "chain-of-thought": [
    ...modelStepEntries("chain-of-thought"),
    entry("maxIterations", [2, 3], (maxIterations) =>
      modelStep("chain-of-thought", { maxIterations }, ["1. Look.", ...cut]),
    ),
    entry("reasoningAs", ["answer", "note"], (reasoningAs) =>
      modelStepWrites("chain-of-thought", { reasoningAs }),
    ),
    entry("selfCheck", [false, true], (selfCheck) => modelStep("chain-of-thought", { selfCheck })),
    entry("maxRevisions", [1, 2], (maxRevisions) =>
      modelStep("chain-of-thought", { selfCheck: true, maxRevisions }),
    ),
    prompt("chain-of-thought", "reason"),
    prompt("chain-of-thought", "check", { selfCheck: true }),
    prompt("chain-of-thought", "answer"),
  ],
  "plan-and-execute": [
    ...modelStepEntries("plan-and-execute"),
    entry("maxIterations", [2, 3], (maxIterations) =>
      modelStep("plan-and-execute", { maxIterations }, [plan("Look."), ...cut, "Go to bed."]),
    ),
    entry("maxSteps", [1, 2], (maxSteps) =>
      modelStep("plan-and-execute", { maxSteps }, [plan("Look.", "Ask."), "yes", "yes", "yes"]),
    ),
    entry("maxReplans", [0, 1], (maxReplans) =>
      modelStep("plan-and-execute", { maxReplans }, [plan("Look."), givesUp, plan(), "yes"]),
    ),
    entry("planAs", ["answer", "note"], (planAs) => modelStepWrites("plan-and-execute", { planAs })),
    prompt("plan-and-execute", "plan"),
    prompt("plan-and-execute", "execute"),
    prompt("plan-and-execute", "answer"),
  ],
};
