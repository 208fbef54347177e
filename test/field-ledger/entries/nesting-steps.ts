import { entry, type LedgerEntries } from "../ledger.ts";
import { crowd, custom, leftBy, notes } from "../probes/steps.ts";

const cases = { ants: [notes("of ants")], bees: [notes("of bees")] };

/** Notes what it is given, and where it stands. */
const look = custom(({ item, place, note }) => ({
  log: [`${String(item)} ${String(place)} ${String(note)}`],
  result: `saw ${String(item)}`,
  answer: `heard ${String(item)}`,
}));

const map = (config: object) => leftBy("map", { over: "left", item: "item", steps: [look], ...config });

export const nestingSteps: LedgerEntries = {
  branch: [
    entry("on<string>", ["topic", "other"], (on) => leftBy("branch", { on, cases })),
    entry("on<custom>", [() => "ants", () => "bees"], (on) => leftBy("branch", { on, cases })),
    entry("cases", [{ ants: [notes("small")] }, { ants: [notes("many")] }], (given) =>
      leftBy("branch", { on: "topic", cases: given }),
    ),
    entry("otherwise", [[], [notes("of nobody")]], (otherwise) =>
      leftBy("branch", { on: () => "wasps", cases, otherwise }),
    ),
  ],
  parallel: [
    entry("branches", [{ one: [notes("one")] }, { one: [notes("one")], two: [notes("two")] }], (branches) =>
      leftBy("parallel", { branches }),
    ),
    entry("concurrency", [1, 2], async (concurrency) => {
      const { step, most } = crowd();
      await leftBy("parallel", { branches: { one: [step], two: [step], three: [step] }, concurrency });
      return most();
    }),
  ],
  map: [
    entry("over", ["left", "right"], (over) => map({ over })),
    entry("item", ["item", "note"], (item) => map({ item })),
    entry("index", ["place", "note"], (index) => map({ index })),
    entry("steps", [[look], [notes("blind")]], (steps) => map({ steps })),
    entry("collect", ["result", "answer"], (collect) => map({ collect, into: "right" })),
    entry("into", ["right", "note"], (into) => map({ collect: "result", into })),
    entry("concurrency", [1, 2], async (concurrency) => {
      const { step, most } = crowd();
      await map({ concurrency, steps: [step] });
      return most();
    }),
  ],
};
