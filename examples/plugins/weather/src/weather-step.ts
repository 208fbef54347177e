import { type CommonStepConfig, getRun, parseTemplate, type StepStrategy } from "@pergola/core-steps";
import { z } from "zod";
import type { WeatherClient } from "./weather-client.ts";

/** Config of the step type `weather`. */
export interface WeatherStepConfig<State> extends CommonStepConfig {
  /** A template. */
  readonly city: string;
  /** State key that gets `{ city, celsius, sky }`. */
  readonly as: keyof State & string;
}

declare module "@pergola/core-steps" {
  interface StepConfigMap<State> {
    weather: WeatherStepConfig<State>;
  }
}

declare module "@pergola/core" {
  interface RunEventMap {
    /** The plugin's own metric: how long the weather took, and whether the cache had it. */
    "weather-fetched": { readonly city: string; readonly isCached: boolean; readonly latencyMs: number };
  }
}

const configSchema = z.strictObject({ city: z.string().min(1), as: z.string().min(1) });

/** A step type that puts the weather of a city into the state. */
export function weatherStep(client: WeatherClient): StepStrategy<z.output<typeof configSchema>> {
  return {
    name: "weather",
    configSchema,
    nodeName: (index) => `weather_step_${index}`,
    createStep({ city, as }) {
      const template = parseTemplate(city);
      return async (state, context) => {
        const run = getRun(context);
        const wanted = template.render({ values: state });
        const start = performance.now();
        const { weather, isCached } = await client.current(wanted, run.signal);
        run.emit({ type: "weather-fetched", city: wanted, isCached, latencyMs: performance.now() - start });
        return { [as]: weather };
      };
    },
    writes: ({ as }) => [as],
  };
}
