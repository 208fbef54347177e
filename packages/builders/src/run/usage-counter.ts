import { addUsage, NO_USAGE, type RunEventInput, type RunEventPosition, type Usage } from "@pergola/core";

export interface KeptUsage {
  readonly total: Usage;
  readonly modelCalls: number;
  readonly finishReason?: string;
  readonly stepLatencyMs: Readonly<Record<string, number>>;
}

/** Adds up what the events of a run say of its model calls. */
export class UsageCounter {
  total: Usage = NO_USAGE;
  modelCalls = 0;
  /** Of the last model call. */
  finishReason: string | undefined;
  readonly #runId: string;
  readonly #stepLatencyMs = new Map<string, number>();

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** By node name. */
  get stepLatencyMs(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#stepLatencyMs);
  }

  /** What a suspended run goes on with; plain data. */
  keep(): KeptUsage {
    const { total, modelCalls, finishReason, stepLatencyMs } = this;
    return { total, modelCalls, stepLatencyMs, ...(finishReason !== undefined && { finishReason }) };
  }

  restore({ total, modelCalls, finishReason, stepLatencyMs }: KeptUsage): void {
    this.total = total;
    this.modelCalls = modelCalls;
    this.finishReason = finishReason;
    for (const [step, latencyMs] of Object.entries(stepLatencyMs)) this.#stepLatencyMs.set(step, latencyMs);
  }

  /** Of child runs only the usage counts. */
  observe(event: RunEventInput & Partial<RunEventPosition>): void {
    if (event.type === "model-finished") this.total = addUsage(this.total, event.usage);
    if (event.runId !== undefined && event.runId !== this.#runId) return;
    if (event.type === "model-finished") {
      this.modelCalls += 1;
      this.finishReason = event.finishReason;
    } else if (event.type === "step-finished") {
      const sum = (this.#stepLatencyMs.get(event.step) ?? 0) + event.latencyMs;
      this.#stepLatencyMs.set(event.step, sum);
    }
  }
}
