import { type Clock, systemClock } from "@pergola/core";
import { z } from "zod";
import { weatherErrors } from "./errors.ts";

const weatherSchema = z.object({ city: z.string(), celsius: z.number(), sky: z.string() });

/** The weather of a city. */
export type Weather = z.output<typeof weatherSchema>;

export interface WeatherOptions {
  /** Address of the API; `GET <baseURL>/current?city=…` gives JSON. Default `WEATHER_URL`, else `http://127.0.0.1:8731`. */
  readonly baseURL?: string;
  /** How long an answer is kept, in milliseconds. Default 600 000. */
  readonly ttlMs?: number;
  /** Cities that are kept at most; the one that was fetched first makes room. Default 1 000. */
  readonly maxCities?: number;
  readonly clock?: Clock;
}

/** What a question came to, and whether the cache knew it. */
export interface WeatherReading {
  readonly weather: Weather;
  readonly isCached: boolean;
}

/** Asks the API for the weather, and keeps answers for a while. */
export class WeatherClient {
  readonly #baseURL: string;
  readonly #ttlMs: number;
  readonly #maxCities: number;
  readonly #clock: Clock;
  readonly #kept = new Map<string, { readonly weather: Weather; readonly until: number }>();

  constructor({ baseURL, ttlMs = 600_000, maxCities = 1_000, clock = systemClock }: WeatherOptions = {}) {
    this.#baseURL = baseURL ?? process.env.WEATHER_URL ?? "http://127.0.0.1:8731";
    this.#ttlMs = ttlMs;
    this.#maxCities = maxCities;
    this.#clock = clock;
  }

  /** @throws CITY_UNKNOWN, WEATHER_UNAVAILABLE; the signal's reason */
  async current(city: string, signal: AbortSignal): Promise<WeatherReading> {
    const key = city.trim().toLowerCase();
    const kept = this.#kept.get(key);
    if (kept !== undefined && this.#clock.now() < kept.until)
      return { weather: kept.weather, isCached: true };
    const weather = await this.#fetch(city, signal);
    this.#keep(key, weather);
    return { weather, isCached: false };
  }

  #keep(key: string, weather: Weather): void {
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= this.#maxCities && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, { weather, until: this.#clock.now() + this.#ttlMs });
  }

  async #fetch(city: string, signal: AbortSignal): Promise<Weather> {
    const url = `${this.#baseURL}/current?${new URLSearchParams({ city })}`;
    const response = await fetch(url, { signal }).catch((cause: unknown) => {
      if (signal.aborted) throw signal.reason;
      throw unavailable(this.#baseURL, "does not answer", cause);
    });
    if (response.status === 404) throw unknownCity(city);
    if (!response.ok) throw unavailable(this.#baseURL, `answered ${response.status}`);
    const parsed = weatherSchema.safeParse(await response.json().catch(() => undefined));
    if (parsed.success) return parsed.data;
    throw unavailable(this.#baseURL, "answered something else than the weather", parsed.error);
  }
}

function unknownCity(city: string) {
  return weatherErrors.create("CITY_UNKNOWN", {
    message: `The weather of "${city.slice(0, 80)}" is not known.`,
    hint: "Check the name, or ask for a larger city nearby.",
  });
}

function unavailable(baseURL: string, what: string, cause?: unknown) {
  return weatherErrors.create("WEATHER_UNAVAILABLE", {
    message: `The weather service at ${baseURL} ${what}.`,
    hint: "Start it, or set WEATHER_URL to one that runs.",
    cause,
  });
}
