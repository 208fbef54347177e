import { configTests } from "./step-strategy/config-tests.ts";
import { declarationTests } from "./step-strategy/declaration-tests.ts";
import { jsonTests } from "./step-strategy/json-tests.ts";
import { runTests } from "./step-strategy/run-tests.ts";
import type { StepStrategyGroup, StepStrategySubject } from "./step-strategy/step-strategy-subject.ts";
import { stopTests } from "./step-strategy/stop-tests.ts";
import { loadVitest } from "./vitest.ts";

const GROUPS: Readonly<Record<StepStrategyGroup, (subject: StepStrategySubject) => void>> = {
  config: configTests,
  declarations: declarationTests,
  json: jsonTests,
  runs: runTests,
  stop: stopTests,
};

/**
 * The tests that every step type passes: what its schema takes and refuses, what it says of itself and whether that is
 * so, that it changes neither config nor state, that one step serves many runs at once, and that stop means stop. Call it
 * at the top of a vitest file; it registers its own `describe`. A type that cannot show a group names it in `skip`, with
 * the reason. @throws VITEST_MISSING
 */
export function stepStrategyContract(subject: StepStrategySubject): void {
  const { describe } = loadVitest();
  const { strategy, skip = {} } = subject;
  const left = Object.entries(skip).map(([group, reason]) => `; without ${group}: ${reason}`);
  describe(`${strategy.name} as a step type${left.join("")}`, () => {
    for (const [group, register] of Object.entries(GROUPS)) {
      if (skip[group as StepStrategyGroup] === undefined) describe(group, () => register(subject));
    }
  });
}
