import { type AnyStepStrategy, createEmptyStepRegistry, customStep } from "@pergola/core-steps";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import type { Row, Sample } from "../lib/row.ts";

const NAMES = Array.from({ length: 1_000 }, (_, index) => `step-type-${index}`);
const strategy: AnyStepStrategy = customStep;

async function registrations(): Promise<Sample> {
  return perName(
    () => checkLast(fullMap()),
    () => checkLast(fullRegistry()),
  );
}

async function retrievals(): Promise<Sample> {
  const [map, registry] = [fullMap(), fullRegistry()];
  return perName(
    () => checkAll((name) => map.get(name)),
    () => checkAll((name) => registry.get(name)),
  );
}

/** Microseconds of one name, by functions that do all of them. */
async function perName(allOfMap: () => void, allOfOurs: () => void): Promise<Sample> {
  const [baseline, cost] = await cpuTimes([inSequence(allOfMap), inSequence(allOfOurs)]);
  return { baseline: baseline / NAMES.length, cost: cost / NAMES.length };
}

function fullMap(): Map<string, AnyStepStrategy> {
  const map = new Map<string, AnyStepStrategy>();
  for (const name of NAMES) map.set(name, strategy);
  return map;
}

function fullRegistry() {
  const registry = createEmptyStepRegistry();
  for (const name of NAMES) registry.register(name, strategy);
  return registry;
}

function checkLast(all: { has(name: string): boolean }): void {
  if (!all.has(NAMES.at(-1) ?? "")) throw new Error("The last step type is missing.");
}

function checkAll(get: (name: string) => unknown): void {
  for (const name of NAMES) if (get(name) !== strategy) throw new Error(`${name} gave another strategy.`);
}

/** A thousand of each may take 100 ms. */
const shared = { unit: "µs", limit: 100, peers: {} };

export const registryRows: readonly Row[] = [
  { ...shared, row: "register", baseline: "Map.set of a thousand", ours: registrations },
  { ...shared, row: "retrieve", baseline: "Map.get of a thousand", ours: retrievals },
];
