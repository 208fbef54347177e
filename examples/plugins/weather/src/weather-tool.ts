import { defineTool, type Tool } from "@pergola/tools";
import { z } from "zod";
import type { WeatherClient } from "./weather-client.ts";

/** A tool that a model may ask for the weather. */
export function weatherTool(client: WeatherClient): Tool {
  return defineTool({
    name: "weather",
    description: "Tells the weather in a city as it is now: temperature in degrees Celsius, and the sky.",
    input: z.object({ city: z.string().min(1).max(100).describe("Name of the city, for example Oslo") }),
    timeoutMs: 10_000,
    execute: async ({ city }, { signal }) => (await client.current(city, signal)).weather,
  }) as Tool;
}
