import { z } from "zod";
import { entry, type LedgerEntries } from "../ledger.ts";
import { callsClock } from "../probes/tools.ts";
import { modelStep, modelStepEntries, modelStepWrites } from "./model-step.ts";

/** Both read the same answer, each in its own way. */
const outputs: readonly [z.ZodType, z.ZodType] = [
  z.object({ n: z.number() }),
  z.object({ n: z.coerce.string() }),
];

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
};
