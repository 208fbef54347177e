import { definePlugin } from "@pergola/plugins";
import { transformStep } from "./transform-step.ts";

export { type TransformStepConfig, transformStep } from "./transform-step.ts";

export const plugin = definePlugin({
  name: "pergola-transform",
  version: "1.0.0",
  contributes: { steps: [transformStep] },
});
