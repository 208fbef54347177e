import { describe, expect, it } from "vitest";
import { stepLabel } from "./step-label.ts";

describe("stepLabel", () => {
  it.each([
    ["tools_loop_step_0", "tools-loop", "tools-loop"],
    ["llm_step_2", "llm", "llm 3"],
    ["answer", "llm", "answer"],
    ["my_step_1", "llm", "my_step_1"],
    ["workflow.review.check", "agent", "check"],
    ["all.steps.llm_step_1", "llm", "llm 2"],
  ])("calls %s of type %s %s", (step, kind, label) => expect(stepLabel(step, kind)).toBe(label));
});
