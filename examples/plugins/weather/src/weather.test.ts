import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AgentBuilder } from "@pergola/builders";
import { createVirtualClock } from "@pergola/core/testing";
import { stepStrategyContract } from "@pergola/core-steps/testing";
import { pluginContract } from "@pergola/plugins/testing";
import { toolContract } from "@pergola/tools/testing";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { plugin, weatherPlugin } from "./index.ts";
import { startLocalWeather } from "./local-weather.ts";
import { WeatherClient } from "./weather-client.ts";
import { weatherStep } from "./weather-step.ts";
import { weatherTool } from "./weather-tool.ts";

const reports = [
  { city: "Oslo", celsius: -3, sky: "snow" },
  { city: "Rome", celsius: 18, sky: "clear" },
];
const service = await startLocalWeather(reports);
afterAll(() => service[Symbol.asyncDispose]());
const client = new WeatherClient({ baseURL: service.baseURL });

pluginContract({ plugin, directory: join(import.meta.dirname, "..") });

toolContract(weatherTool(client), {
  examples: [
    { arguments: { city: "Oslo" }, value: reports[0] },
    { arguments: { city: "Atlantis" }, errorCode: "CITY_UNKNOWN" },
    { arguments: { city: "" }, errorCode: "TOOL_INVALID_ARGUMENTS" },
  ],
});

stepStrategyContract({
  strategy: weatherStep(client),
  cases: { "a city": { config: { city: "{city}", as: "weather" }, state: { city: "Rome" } } },
  skip: { stop: "its server answers at once: see below" },
});

const signal = new AbortController().signal;

describe("the cache", () => {
  test("asks once for a city, however it is spelled, until the time is over", async () => {
    await using own = await startLocalWeather(reports);
    const clock = createVirtualClock();
    const cached = new WeatherClient({ baseURL: own.baseURL, ttlMs: 1_000, clock });
    const ask = async (city: string) => (await cached.current(city, signal)).isCached;
    expect([await ask("Oslo"), await ask(" oslo ")]).toEqual([false, true]);
    await clock.advance(999);
    expect(await ask("Oslo")).toBe(true);
    await clock.advance(1);
    expect(await ask("Oslo")).toBe(false);
    expect(own.asked).toEqual(["Oslo", "Oslo"]);
  });

  test("keeps so many cities and no more, and nothing that failed", async () => {
    await using own = await startLocalWeather(reports);
    const cached = new WeatherClient({ baseURL: own.baseURL, maxCities: 1 });
    for (const city of ["Oslo", "Rome", "Oslo"]) await cached.current(city, signal);
    for (let round = 0; round < 2; round++)
      await expect(cached.current("Atlantis", signal)).rejects.toMatchObject({ code: "CITY_UNKNOWN" });
    expect(own.asked).toEqual(["Oslo", "Rome", "Oslo", "Atlantis", "Atlantis"]);
  });
});

describe("the service", () => {
  test.each([
    ["an error", 500, "{}", "answered 500"],
    ["something else", 200, '{"celsius":"warm"}', "something else than the weather"],
    ["no JSON", 200, "<html>", "something else than the weather"],
  ])("that answers with %s is told", async (_, status, body, message) => {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(new WeatherClient({ baseURL }).current("Oslo", signal)).rejects.toMatchObject({
      code: "WEATHER_UNAVAILABLE",
      message: expect.stringContaining(message),
    });
  });

  test("that is not there says how to mend it", async () => {
    const gone = await startLocalWeather([]);
    await gone[Symbol.asyncDispose]();
    await expect(new WeatherClient({ baseURL: gone.baseURL }).current("Oslo", signal)).rejects.toMatchObject({
      code: "WEATHER_UNAVAILABLE",
      hint: expect.stringContaining("WEATHER_URL"),
    });
  });

  test("is left when the run stops", async () => {
    const asked = Promise.withResolvers<void>();
    const server = createServer(() => asked.resolve());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using agent = await new AgentBuilder(z.object({ weather: z.unknown().optional() }))
      .withPlugin(weatherPlugin({ baseURL }))
      .withStep("weather", { city: "Oslo", as: "weather" })
      .build();
    const stop = new AbortController();
    const running = expect(agent.run({}, { signal: stop.signal })).rejects.toThrow("Enough.");
    await asked.promise;
    stop.abort(new Error("Enough."));
    await running;
  });
});

test("the example runs and finds its own result right", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@pergola/source", join(import.meta.dirname, "main.ts")],
    { encoding: "utf8" },
  );
  expect([stderr, status]).toEqual(["", 0]);
  expect(stdout).toMatch(/weather: ok\n$/);
});
