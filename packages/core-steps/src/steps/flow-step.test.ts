import { createFlow, node } from "@pergola/flow-runtime";
import { flowStep } from "../index.ts";
import { stepStrategyContract } from "../testing/index.ts";

const double = createFlow({ name: "double", edges: [node({ name: "double" }, (n: number) => n * 2).to()] });
const nothing = createFlow({ name: "nothing", edges: [node({ name: "nothing" }, () => undefined).to()] });
const hang = createFlow({
  name: "hang",
  edges: [
    node({ name: "hang" }, (_: unknown, { signal }) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      return promise;
    }).to(),
  ],
});

stepStrategyContract({
  strategy: flowStep,
  cases: {
    "a value, its type kept": { config: { flow: double, input: "{n}", as: "twice" }, state: { n: 4 } },
    "a function": {
      config: { flow: double, input: ({ n }: { n: number }) => n + 1, as: "n" },
      state: { n: 4 },
    },
    "no result": { config: { flow: nothing, input: "x", as: "never" } },
  },
  waiting: { config: { flow: hang, input: "x", as: "never" } },
  notJson: { flow: "an object with functions", input: "it can be a function" },
});
