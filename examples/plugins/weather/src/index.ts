import { definePlugin, type Plugin } from "@pergola/plugins";
import { WeatherClient, type WeatherOptions } from "./weather-client.ts";
import { weatherStep } from "./weather-step.ts";
import { weatherTool } from "./weather-tool.ts";

export { weatherErrors } from "./errors.ts";
export type { Weather, WeatherOptions } from "./weather-client.ts";
export type { WeatherStepConfig } from "./weather-step.ts";

/** The plugin with settings of one's own. Its tool and its step type share a cache. */
export function weatherPlugin(options: WeatherOptions = {}): Plugin {
  const client = new WeatherClient(options);
  return definePlugin({
    name: "pergola-weather",
    version: "1.0.0",
    contributes: { tools: [weatherTool(client)], steps: [weatherStep(client)] },
  });
}

/** What is found by its name: settings come from the environment. */
export const plugin = weatherPlugin();
