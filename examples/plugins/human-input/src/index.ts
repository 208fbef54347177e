import { definePlugin } from "@pergola/plugins";
import { humanInputStep } from "./human-input-step.ts";

export { type HumanInputStepConfig, type HumanQuestion, humanInputStep } from "./human-input-step.ts";

export const plugin = definePlugin({
  name: "pergola-human-input",
  version: "1.0.0",
  contributes: { steps: [humanInputStep] },
});
