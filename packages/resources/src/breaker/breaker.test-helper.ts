import { createVirtualClock } from "@pergola/core/testing";
import type { BreakerSnapshot } from "./breaker.ts";
import type { BreakerOptions } from "./breaker-options.ts";
import { createBreaker } from "./create-breaker.ts";

export const down = new Error("the service is down");

export function setUp(options: Partial<BreakerOptions> = {}) {
  const clock = createVirtualClock(1_000_000);
  const breaker = createBreaker({ name: "acme", clock, ...options });
  const changes: BreakerSnapshot[] = [];
  let calls = 0;
  const call = (outcome: () => Promise<unknown>, signal?: AbortSignal) =>
    breaker
      .run(
        () => {
          calls += 1;
          return outcome();
        },
        { onChange: (change) => changes.push(change), ...(signal !== undefined && { signal }) },
      )
      .then(
        () => "ok",
        (error) => error.code ?? error.message,
      );
  const fail = () => call(() => Promise.reject(down));
  const succeed = () => call(async () => "fine");
  const failTimes = async (times: number) => {
    for (let time = 0; time < times; time++) await fail();
  };
  return { clock, breaker, changes, call, fail, succeed, failTimes, calls: () => calls };
}
