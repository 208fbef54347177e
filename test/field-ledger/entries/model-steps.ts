import { z } from "zod";
import { entry, type LedgerEntries } from "../ledger.ts";
import { callsClock } from "../probes/tools.ts";
import { modelStep, modelStepEntries, modelStepWrites } from "./model-step.ts";

/** Both read the same answer, each in its own way. */
const outputs: readonly [z.ZodType, z.ZodType] = [
  z.object({ n: z.number() }),
  z.object({ n: z.coerce.string() }),
];

/** A round of calls, a reflection if there is one, and the answer. */
const rounds = [{ text: "I look.", ...callsClock }, "It is late.", "Go to bed."];

export const modelSteps: LedgerEntries = {
  llm: [
    ...modelStepEntries("llm"),
    entry("output", outputs, (output) => modelStepWrites("llm", { output, as: "answer" }, '{"n":1}')),
  ],
  "tools-loop": [
    ...modelStepEntries("tools-loop"),
    entry("maxIterations", [2, 3], (maxIterations) =>
      modelStep("tools-loop", { maxIterations }, [callsClock, callsClock, "It is late."]),
    ),
  ],
  react: [
    ...modelStepEntries("react"),
    entry("maxIterations", [2, 3], (maxIterations) =>
      modelStep("react", { maxIterations }, [callsClock, callsClock, "It is late."]),
    ),
    entry("reflect", [false, true], (reflect) => modelStep("react", { reflect }, rounds)),
    entry("reasoningAs", ["answer", "note"], (reasoningAs) => modelStepWrites("react", { reasoningAs })),
    entry("prompts.think", ["Think.", ""], (think) => modelStep("react", { prompts: { think } })),
    entry("prompts.reflect", ["And?", "Well?"], (reflect) =>
      modelStep("react", { reflect: true, prompts: { reflect } }, rounds),
    ),
  ],
};
