import { loadVitest } from "../vitest.ts";
import { makeStep, parseConfig } from "./make-step.ts";
import type { StepCase, StepStrategySubject } from "./step-strategy-subject.ts";
import { startTestRun } from "./test-run.ts";

const STOP_MS = 250;

/** Stop means stop. */
export function stopTests(subject: StepStrategySubject): void {
  const { expect, test } = loadVitest();

  test(`a step that waits ends within ${STOP_MS} ms of its run, with the reason`, async () => {
    const { running, stop } = await startWaiting(subject);
    const reason = new Error("stopped");
    await new Promise(setImmediate);
    const stoppedAt = performance.now();
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(performance.now() - stoppedAt).toBeLessThan(STOP_MS);
  });

  test("in a run that has stopped already it does not begin to wait", async () => {
    const stop = new AbortController();
    const reason = new Error("stopped before");
    stop.abort(reason);
    const { running } = await startWaiting(subject, stop);
    await expect(running).rejects.toBe(reason);
  });

  test("stops for its own run alone", async () => {
    const { step, each } = await waitingStep(subject);
    const [mine, other] = [new AbortController(), new AbortController()];
    const reason = new Error("mine");
    const mineRunning = step({ ...each.state }, startTestRun(each, mine.signal).context);
    let isOtherOver = false;
    const otherRunning = Promise.resolve(step({ ...each.state }, startTestRun(each, other.signal).context))
      .catch(() => undefined)
      .finally(() => {
        isOtherOver = true;
      });
    mine.abort(reason);
    await expect(mineRunning).rejects.toBe(reason);
    await new Promise(setImmediate);
    expect(isOtherOver).toBe(false);
    other.abort(reason);
    await otherRunning;
  });
}

async function waitingStep(subject: StepStrategySubject) {
  const each: StepCase | undefined = subject.waiting;
  if (each === undefined) throw new Error("Give the subject a `waiting` case, or skip.stop with the reason.");
  return { each, step: await makeStep(parseConfig(subject, each.config)) };
}

async function startWaiting(subject: StepStrategySubject, stop = new AbortController()) {
  const { each, step } = await waitingStep(subject);
  const { context } = startTestRun(each, stop.signal);
  const running = Promise.resolve(step({ ...each.state }, context));
  running.catch(() => undefined);
  return { running, stop };
}
