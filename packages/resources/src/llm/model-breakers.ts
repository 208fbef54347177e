import type { Clock } from "@pergola/core";
import type { BreakerSnapshot, CircuitBreaker } from "../breaker/breaker.ts";
import type { BreakerSettings } from "../breaker/breaker-settings.ts";
import { createBreaker } from "../breaker/create-breaker.ts";
import { canonicalKey } from "./canonical-key.ts";
import { judgeModelError } from "./fallback-rules.ts";
import type { ResolvedReference } from "./resolve-reference.ts";

/** Most breakers of one resource; beyond that the one that was made first and is closed goes. */
const MAX_BREAKERS = 1_000;

/**
 * A breaker for each provider, model, base URL and key: configs that differ in a temperature share the vendor's fate, a
 * key that is refused or used up is the fate of nobody else.
 */
export class ModelBreakers {
  readonly #breakers = new Map<string, CircuitBreaker>();
  readonly #settings: BreakerSettings & { readonly clock: Clock };

  constructor(settings: BreakerSettings & { readonly clock: Clock }) {
    this.#settings = settings;
  }

  get(reference: ResolvedReference): CircuitBreaker {
    const key = keyOf(reference);
    const existing = this.#breakers.get(key);
    if (existing !== undefined) return existing;
    const made = createBreaker({ ...this.#settings, name: nameOf(reference), judge: judgeModelError });
    this.#makeRoom();
    this.#breakers.set(key, made);
    return made;
  }

  list(): readonly BreakerSnapshot[] {
    return [...this.#breakers.values()].map((breaker) => breaker.snapshot());
  }

  #makeRoom(): void {
    if (this.#breakers.size < MAX_BREAKERS) return;
    const [oldest] = [...this.#breakers].find(([, breaker]) => !breaker.isOpen) ?? this.#breakers.keys();
    if (oldest !== undefined) this.#breakers.delete(oldest as string);
  }
}

function keyOf(reference: ResolvedReference): string {
  if (reference.kind === "ready") return canonicalKey(reference.model);
  const { factory, config } = reference;
  return canonicalKey([factory.name, config.model, config.baseURL, config.apiKey]);
}

/** With the host of a base URL, and nothing else of it: it may hold a key. */
function nameOf(reference: ResolvedReference): string {
  if (reference.kind === "ready") return reference.id;
  const { baseURL } = reference.config;
  const host = typeof baseURL === "string" && URL.canParse(baseURL) ? new URL(baseURL).host : "";
  return host === "" ? reference.id : `${reference.id} at ${host}`;
}
