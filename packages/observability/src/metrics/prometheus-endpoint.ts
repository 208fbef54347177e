import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";
import { PROMETHEUS_CONTENT_TYPE } from "./prometheus-text.ts";

/**
 * What a scrape of Prometheus is answered: `createServer(prometheusEndpoint(metrics))`. Whoever can reach it reads the names
 * of agents, steps, models and tools.
 */
export function prometheusEndpoint(metrics: Pick<Metrics, "toPrometheus">) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const text = metrics.toPrometheus();
    const headers = { "content-type": PROMETHEUS_CONTENT_TYPE, "content-length": Buffer.byteLength(text) };
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : text);
  };
}
