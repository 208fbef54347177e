import { createVirtualClock } from "@pergola/core/testing";
import { createFlow, node } from "@pergola/flow-runtime";
import { createRunLogger, liveLog } from "@pergola/observability";
import { expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../domain/server-limits.ts";
import { FlowTraces } from "../repositories/flow-traces.ts";
import { FlowWatch } from "./flow-watch.ts";
import { LogWatches } from "./log-watches.ts";

/** One who does not read for now, and what is sent all the same. */
function slowWatcher() {
  const types: string[] = [];
  const caller = { tenantId: "local", userId: "ada" };
  const send = ({ type }: { readonly type: string }) => void types.push(type);
  return { caller, isOperator: true, isReady: false, send, types };
}

it("who subscribes to the log again and again and does not read is sent its lines once, when they read", async () => {
  const clock = createVirtualClock();
  const live = liveLog();
  await using log = createRunLogger({ outputs: [live] });
  const watches = new LogWatches({ logs: live, clock, logger: log, limits: DEFAULT_LIMITS });
  watches.start();
  log.info("The disk is nearly full.");
  const watcher = slowWatcher();
  for (let time = 0; time < 3; time++) watches.watch(watcher, {});
  await clock.advance(100);
  expect(watcher.types).toEqual(Array.from({ length: 3 }, () => "logs-subscribed"));
  watcher.isReady = true;
  await clock.advance(100);
  expect(watcher.types.slice(3)).toEqual(["log-lines"]);
  watches.close();
});

it("who subscribes to a flow again and again and does not read is sent its activity once, when they read", async () => {
  const clock = createVirtualClock();
  const flow = createFlow({
    name: "mail",
    edges: [node({ name: "carry" }, async (text: string) => text).to()],
  });
  const traces = new FlowTraces(DEFAULT_LIMITS);
  const watch = new FlowWatch({ flow: flow as never, traces, clock, limits: DEFAULT_LIMITS });
  const watcher = slowWatcher();
  for (let time = 0; time < 3; time++) watch.watch(watcher, null);
  await clock.advance(100);
  expect(watcher.types).toEqual(Array.from({ length: 3 }, () => "subscribed"));
  watcher.isReady = true;
  await clock.advance(100);
  expect(watcher.types.slice(3)).toEqual(["activity"]);
  watch.unwatch(watcher);
  await flow.stop();
});
