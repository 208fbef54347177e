import { createVirtualClock } from "@pergola/core/testing";
import { createMetrics, type MetricsSink } from "@pergola/observability";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDuckDbConversationStore, openDuckDbMetrics } from "../index.ts";
import { temporaryFolder } from "../temporary-folder.test-helper.ts";
import type { MetricRecord } from "./metric-record.ts";

const DAY = 86_400_000;

const record = (value: number, given: Partial<MetricRecord> = {}): MetricRecord => ({
  at: 1_000,
  name: "pergola_run_duration_seconds",
  kind: "histogram",
  value,
  labels: { agent: "host", outcome: "completed" },
  ...given,
});

async function openIn(folder: { file(name: string): string }, options = {}) {
  const clock = createVirtualClock(5_000);
  return openDuckDbMetrics({ path: folder.file("metrics.duckdb"), clock, ...options });
}

describe("metrics in a file", () => {
  it("are what a sink was given, also after a new start", async () => {
    await using folder = await temporaryFolder();
    const all = [
      record(1),
      record(2, { at: 2_000, runId: "r1", scope: { tenantId: "t", agentId: "host", userId: "ada" } }),
      record(3, { at: 3_000, name: "carts_total", kind: "counter", metadata: { shop: "north" } }),
    ];
    const first = await openIn(folder);
    await first.write(all.slice(0, 2));
    await first.write(all.slice(2));
    await first.close();
    await using metrics = await openIn(folder);
    expect(await metrics.read()).toEqual(all);
    expect(await metrics.read({ name: "carts_total" })).toEqual([all[2]]);
    expect(await metrics.read({ runId: "r1" })).toEqual([all[1]]);
    expect(await metrics.read({ from: 2_000, to: 3_000 })).toEqual([all[1]]);
    expect(await metrics.read({ limit: 1 })).toEqual([all[2]]);
    expect(await metrics.read({ from: Number.NaN, to: Number.POSITIVE_INFINITY })).toEqual(all);
    expect(await metrics.read({ agent: "' OR 1=1 --" })).toEqual([]);
  });

  it("give back any name, label and number", async () => {
    await using folder = await temporaryFolder();
    await using metrics = await openIn(folder);
    const text = fc.string({ unit: "binary", maxLength: 20 }).filter((each) => each.isWellFormed());
    const measured = fc.record({
      at: fc.integer({ min: 0, max: 2 ** 45 }),
      name: text,
      kind: fc.constantFrom("counter", "gauge", "histogram", "summary"),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      labels: fc.dictionary(
        text.filter((key) => key !== "__proto__"),
        text,
        { maxKeys: 3 },
      ),
    });
    let at = 2 ** 46;
    await fc.assert(
      fc.asyncProperty(fc.array(measured, { minLength: 1, maxLength: 20 }), async (records) => {
        const from = at;
        const placed = records.map((each) => ({ ...each, labels: { ...each.labels }, at: at++ }));
        await metrics.write(placed as MetricRecord[]);
        expect(await metrics.read({ from })).toEqual(placed);
      }),
      { numRuns: 20 },
    );
  });

  it("are summed up by their labels", async () => {
    await using folder = await temporaryFolder();
    await using metrics = await openIn(folder);
    const failed = { labels: { agent: "host", outcome: "failed" } };
    await metrics.write([...Array.from({ length: 100 }, (_, index) => record(index + 1)), record(7, failed)]);
    await metrics.write([record(1, { labels: { agent: "other", outcome: "completed" } })]);
    const summary = await metrics.summary({ name: "pergola_run_duration_seconds", agent: "host" });
    expect(summary).toEqual([
      {
        labels: { agent: "host", outcome: "completed" },
        count: 100,
        sum: 5_050,
        p50: 50.5,
        p95: expect.closeTo(95, 0),
        p99: expect.closeTo(99, 0),
      },
      { ...failed, count: 1, sum: 7, p50: 7, p95: 7, p99: 7 },
    ]);
    expect(await metrics.summary({ name: "none" })).toEqual([]);
  });

  it("are kept for as many days as was said", async () => {
    await using folder = await temporaryFolder();
    const clock = createVirtualClock(100 * DAY);
    await using metrics = await openIn(folder, { clock, retentionDays: 10 });
    await metrics.write([record(1, { at: 89 * DAY }), record(2, { at: 91 * DAY })]);
    expect((await metrics.read()).map(({ value }) => value)).toEqual([2]);
    clock.advance(2 * DAY);
    await metrics.write([record(3, { at: 102 * DAY })]);
    expect((await metrics.read()).map(({ value }) => value)).toEqual([3]);
  });

  it("live in the file of conversations, too, and are a sink of metrics", async () => {
    await using folder = await temporaryFolder();
    const path = folder.file("memory.duckdb");
    await using _store = await openDuckDbConversationStore({ path });
    await using stored = await openDuckDbMetrics({ path });
    const sink: MetricsSink = stored;
    const metrics = createMetrics();
    metrics.attach(sink);
    metrics.record("cart_size", 3, { shop: "north" });
    metrics.increment("carts", 2);
    await metrics.close();
    expect(await stored.read()).toMatchObject([
      { name: "cart_size", value: 3, metadata: { shop: "north" } },
      { name: "carts_total", value: 2 },
    ]);
  });

  it("are refused when the store is closed, and with days that are none", async () => {
    await using folder = await temporaryFolder();
    const metrics = await openIn(folder);
    await metrics.close();
    await metrics.close();
    for (const call of [
      () => metrics.write([record(1)]),
      () => metrics.read(),
      () => metrics.summary({ name: "x" }),
    ])
      await expect(call()).rejects.toMatchObject({ code: "STORE_CLOSED" });
    for (const retentionDays of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(openIn(folder, { retentionDays })).rejects.toMatchObject({
        code: "PROVIDER_CONFIG_INVALID",
      });
  });
});
