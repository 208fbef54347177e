import { createVirtualClock } from "@pergola/core/testing";
import { createFlow, node } from "@pergola/flow-runtime";
import { expect, it } from "vitest";
import { createMetrics, type Metrics } from "../index.ts";
import { parsedText } from "./parsed-text.test-helper.ts";

let failures = 0;

const double = () =>
  node({ name: "double", policy: { maxRetries: 1, backoffBaseMs: 0 } }, async (value: number) => {
    if (value < 0 && failures++ % 2 === 0) throw new Error("not yet");
    if (value === 0) throw new Error("never");
    return value * 2;
  });
const show = () => node({ name: "show" }, async (value: number) => `${value}`);

function made(metrics: Metrics) {
  const [first, last] = [double(), show()];
  return createFlow({ name: "sums", edges: [first.to(last), last.to()], onEvent: metrics.onFlowEvent });
}

it("a flow is counted: its traces, the attempts of its nodes, retries and errors", async () => {
  const metrics = createMetrics({ clock: createVirtualClock() });
  await using flow = made(metrics);
  expect(await flow.call(2)).toBe("4");
  expect(await flow.call(-2)).toBe("-4");
  await expect(flow.call(0)).rejects.toMatchObject({ code: "NODE_EXCEPTION" });

  const { samples, types } = parsedText(metrics.toPrometheus());
  const of = (name: string) =>
    Object.fromEntries(
      samples(`pergola_flow_${name}`).map(({ labels: { flow: _, ...labels }, value }) => [
        Object.values(labels).join(" "),
        value,
      ]),
    );
  expect(of("traces_started_total")).toEqual({ "": 3 });
  expect(of("trace_duration_seconds_count")).toEqual({ completed: 2, failed: 1 });
  expect(of("node_duration_seconds_count")).toEqual({ "double ok": 2, "double error": 3, "show ok": 2 });
  expect(of("node_retries_total")).toEqual({ double: 2 });
  expect(of("messages_total")).toEqual({ double: 2, show: 2 });
  expect(of("errors_total")).toEqual({ "double NODE_EXCEPTION": 3, " NODE_EXCEPTION": 1 });
  expect(types.get("pergola_flow_queue_depth")?.type).toBe("GAUGE");
});

it("a flow that is there is observed until one ends that, or closes the metrics", async () => {
  const metrics = createMetrics();
  await using flow = createFlow({ name: "sums", edges: [double().to()] });
  const started = () =>
    parsedText(metrics.toPrometheus()).samples("pergola_flow_traces_started_total")[0]?.value ?? 0;
  const stop = metrics.observeFlow(flow);
  await flow.call(1);
  expect(started()).toBe(1);
  stop();
  await flow.call(1);
  expect(started()).toBe(1);
  metrics.observeFlow(flow);
  await flow.call(1);
  await metrics.close();
  await flow.call(1);
  expect(started()).toBe(2);
});
