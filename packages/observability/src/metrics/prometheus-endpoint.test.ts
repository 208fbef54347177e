import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createMetrics, PROMETHEUS_CONTENT_TYPE, prometheusEndpoint } from "../index.ts";
import { parsedText } from "./parsed-text.test-helper.ts";

const metrics = createMetrics();
const server = createServer(prometheusEndpoint(metrics));
let url: string;
beforeEach(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it("a scrape gets all metrics as they are now, a HEAD their length, and anything else is refused", async () => {
  metrics.increment("größe"); // counted under a name that Prometheus takes
  const scrape = await fetch(url);
  expect(scrape.headers.get("content-type")).toBe(PROMETHEUS_CONTENT_TYPE);
  expect(parsedText(await scrape.text()).samples("gr__e_total")[0]?.value).toBe(1);
  const head = await fetch(url, { method: "HEAD" });
  expect([head.headers.get("content-length"), await head.text()]).toEqual([
    String(Buffer.byteLength(metrics.toPrometheus())),
    "",
  ]);
  const post = await fetch(url, { method: "POST", body: "x" });
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});
