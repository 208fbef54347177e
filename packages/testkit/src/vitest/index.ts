import { expect } from "vitest";
import { type FlowMatchers, flowMatchers } from "./flow-matchers.ts";

expect.extend(flowMatchers);

declare module "vitest" {
  // The names and bounds are vitest's own: interfaces merge only if they are the same.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends FlowMatchers<R> {}
}

export { type FlowMatchers, flowMatchers } from "./flow-matchers.ts";
