// The weather as a tool that a model calls and as a step, from a service on this machine. Asserts its own result.
import assert from "node:assert/strict";
import { AgentBuilder, createAgent } from "@pergola/builders";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { z } from "zod";
import { type Weather, weatherPlugin } from "./index.ts";
import { startLocalWeather } from "./local-weather.ts";

await using service = await startLocalWeather([
  { city: "Oslo", celsius: -3, sky: "snow" },
  { city: "Rome", celsius: 18, sky: "clear" },
]);
const plugin = weatherPlugin({ baseURL: service.baseURL });

// A model asks for it. The script stands in for a real model.
const model = new ScriptedChatModel([
  { toolCalls: [{ name: "weather", arguments: { city: "Oslo" } }] },
  "Take a coat: it snows in Oslo.",
]);
const guide = await createAgent().withPlugin(plugin).withLlm(model).start();
const { text, toolCalls } = await guide.chat("What do I wear in Oslo?");
await guide.close();
console.log(text, toolCalls?.length);

// A step asks for it, and says what that cost: an event of the plugin's own, counted by whoever reads the run.
const State = z.object({ city: z.string(), weather: z.custom<Weather>().optional() });
const reporter = await new AgentBuilder(State)
  .withPlugin(plugin)
  .withStep("weather", { city: "{city}", as: "weather" })
  .build();
const count = { cached: 0, fetched: 0 };
for (const city of ["Oslo", "Rome", "rome"])
  for await (const event of reporter.stream({ city }))
    if (event.type === "weather-fetched") count[event.isCached ? "cached" : "fetched"]++;
await reporter.close();
console.log(count);

assert.deepEqual(count, { cached: 2, fetched: 1 });
assert.deepEqual(service.asked, ["Oslo", "Rome"]);
console.log("weather: ok");
