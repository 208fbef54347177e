import { AgentBuilder, type CallOptions } from "@pergola/builders";
import type { StepContext } from "@pergola/core-steps";
import { z } from "zod";
import { using } from "./using.ts";

/** What a step sees of the options of its run. */
export function seenByStep<Seen>(options: CallOptions, read: (context: StepContext) => Seen): Promise<Seen> {
  const State = z.object({ seen: z.custom<Seen>().optional() });
  const step = (_: unknown, context: StepContext) => ({ seen: read(context) });
  const built = new AgentBuilder(State).withStep("custom", { step: step as never }).build();
  return using(built, async (agent) => (await agent.run({}, options)).seen as Seen);
}
