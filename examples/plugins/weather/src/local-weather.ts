import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Weather } from "./weather-client.ts";

/** A weather service on this machine that needs no key. */
export interface LocalWeather extends AsyncDisposable {
  readonly baseURL: string;
  /** Cities that it was asked for, in order. */
  readonly asked: readonly string[];
}

/** @param reports what it tells; all other cities it does not know */
export async function startLocalWeather(reports: readonly Weather[]): Promise<LocalWeather> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const city = new URL(request.url ?? "/", "http://localhost").searchParams.get("city") ?? "";
    asked.push(city);
    const report = reports.find((each) => each.city.toLowerCase() === city.toLowerCase());
    response.writeHead(report === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(report ?? { error: "unknown city" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
