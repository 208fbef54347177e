import { AgentBuilder } from "@pergola/builders";
import { createFlow, node } from "@pergola/flow-runtime";
import { entry, type LedgerEntries } from "../ledger.ts";
import { leftBy } from "../probes/steps.ts";
import { numbered } from "../probes/tools.ts";
import { codeOf } from "../probes/using.ts";

/** Something that can be called like an agent: says its name and what it is asked. */
const voice = (name: string) => ({ name, invoke: async (input: unknown) => `${name}: ${String(input)}` });

/** A flow that says its name and what it is asked. */
const flow = (name: string) =>
  createFlow({ name, edges: [node({ name: "say" }, (input: unknown) => `${name}: ${String(input)}`).to()] });
const ada = flow("Ada");

export const plainSteps: LedgerEntries = {
  custom: [
    entry("step", ["one", "two"], (note) => leftBy("custom", { step: () => ({ note }) })),
    // The setting is about refusing: such a step cannot run beside others.
    entry("needsGraph", [false, true], (needsGraph) => {
      const steps = [{ step: "custom" as const, config: { step: () => undefined, needsGraph } }];
      const build = new AgentBuilder().withStep("parallel", { branches: { one: steps } }).build();
      return codeOf(build.then((agent) => agent.close()));
    }),
  ],
  tool: [
    entry("tool<string>", ["clock", "dice"], (tool) => leftBy("tool", { tool, as: "answer" })),
    entry("tool<custom>", ["atlas", "lexicon"], (name) =>
      leftBy("tool", { tool: numbered(name), as: "answer" }),
    ),
    entry("arguments", [{ n: 1 }, { n: 2 }], (given) =>
      leftBy("tool", { tool: "clock", arguments: given, as: "answer" }),
    ),
    entry("as", ["answer", "note"], (as) => leftBy("tool", { tool: "clock", as })),
  ],
  agent: [
    entry("agent", ["Ada", "Bob"], (name) =>
      leftBy("agent", { agent: voice(name), input: "hi", as: "answer" }),
    ),
    entry("input<string>", ["{topic}", "{other}"], (input) =>
      leftBy("agent", { agent: voice("Ada"), input, as: "answer" }),
    ),
    entry("input<custom>", [() => "one", () => "two"], (input) =>
      leftBy("agent", { agent: voice("Ada"), input, as: "answer" }),
    ),
    entry("as", ["answer", "note"], (as) => leftBy("agent", { agent: voice("Ada"), input: "hi", as })),
  ],
  flow: [
    entry("flow", ["Ada", "Bob"], (name) => leftBy("flow", { flow: flow(name), input: "hi", as: "answer" })),
    entry("input<string>", ["{topic}", "{other}"], (input) =>
      leftBy("flow", { flow: ada, input, as: "answer" }),
    ),
    entry("input<custom>", [() => "one", () => "two"], (input) =>
      leftBy("flow", { flow: ada, input, as: "answer" }),
    ),
    entry("as", ["answer", "note"], (as) => leftBy("flow", { flow: ada, input: "hi", as })),
  ],
};
