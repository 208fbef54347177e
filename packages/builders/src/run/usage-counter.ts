import { addUsage, NO_USAGE, type RunEvent, type Usage } from "@pergola/core";

/** Adds up what the events of a run say of its model calls. */
export class UsageCounter {
  total: Usage = NO_USAGE;
  modelCalls = 0;
  /** Of the last model call. */
  finishReason: string | undefined;
  readonly stepLatencyMs: Record<string, number> = {};

  observe(event: RunEvent): void {
    if (event.type === "model-finished") {
      this.modelCalls += 1;
      this.total = addUsage(this.total, event.usage);
      this.finishReason = event.finishReason;
    } else if (event.type === "step-finished") {
      this.stepLatencyMs[event.step] = (this.stepLatencyMs[event.step] ?? 0) + event.latencyMs;
    }
  }
}
