// Compiled by the type check; nothing here runs.
import { createPluginManager, definePlugin } from "@pergola/plugins";
import type { AnyStepStrategy } from "./step-strategy.ts";

declare const strategy: AnyStepStrategy;
definePlugin({ name: "steps", version: "1.0.0", contributes: { steps: [strategy] } });
// @ts-expect-error: a step type is a whole strategy
definePlugin({ name: "steps", version: "1.0.0", contributes: { steps: [{ name: "half" }] } });
createPluginManager().contributions("steps") satisfies Promise<readonly AnyStepStrategy[]>;
