import { definePlugin } from "@pergola/plugins";
import { httpRequestStep } from "./http-request-step.ts";

export { httpErrors } from "./errors.ts";
export { type HttpRequestStepConfig, httpRequestStep } from "./http-request-step.ts";
export type { HttpAnswer } from "./send-request.ts";

export const plugin = definePlugin({
  name: "pergola-http-request",
  version: "1.0.0",
  contributes: { steps: [httpRequestStep] },
});
