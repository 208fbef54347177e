import type { Flow } from "@pergola/flow-runtime";
import { type Describable, isDescribable } from "./describable.ts";

/** What a command can work on. */
export interface ExpectedExport<Found> {
  /** With its article, for messages. */
  readonly name: string;
  accepts(value: unknown): value is Found;
}

/** Whatever can be drawn: a flow, an agent, and what is to come. */
export const DESCRIBABLE: ExpectedExport<Describable> = {
  name: "a flow or something else with describe()",
  accepts: isDescribable,
};

/** A flow, of whatever copy of the runtime. */
export const FLOW: ExpectedExport<Flow> = {
  name: "a flow",
  accepts: (value): value is Flow =>
    isDescribable(value) &&
    ["stream", "on", "close"].every((name) => hasMethod(value, name)) &&
    value.describe().kind === "flow",
};

const hasMethod = (value: object, name: string) =>
  typeof (value as Readonly<Record<string, unknown>>)[name] === "function";
