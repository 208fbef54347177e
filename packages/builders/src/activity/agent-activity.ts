import type { GraphActivity, RunEvent } from "@pergola/core";
import { ActivityReader } from "./activity-reader.ts";

/**
 * What the steps of a run do, for whoever draws its agent's `describe()`: reads the events of one run, for example
 * `agent.stream(…)`. Runs inside it are steps of other agents and left out. Leaving the loop ends the run's stream.
 */
export async function* agentActivity(
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<GraphActivity, undefined, void> {
  const reader = new ActivityReader();
  for await (const event of events) {
    const activity = reader.read(event);
    if (activity !== undefined) yield activity;
  }
  return undefined;
}
