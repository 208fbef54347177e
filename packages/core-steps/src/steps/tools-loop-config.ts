import type { ModelReference } from "@pergola/resources";
import { lazySchema } from "@pergola/resources/definition";
import type { Tool } from "@pergola/tools";
import { z } from "zod";
import type { CommonStepConfig } from "../common-step-config.ts";
import { modelShape, toolReference } from "./step-options.ts";

/** Config of the `tools-loop` step: model and tools in turn until the model answers. */
export interface ToolsLoopStepConfig<State = Record<string, unknown>> extends CommonStepConfig {
  readonly promptTemplate?: string;
  readonly systemPrompt?: string;
  /** Default: the agent's model. */
  readonly model?: ModelReference;
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** Default: all tools of the agent. */
  readonly tools?: readonly (string | Tool)[];
  /** Most model calls. Default: the agent's `limits.maxIterations`, which is 5. */
  readonly maxIterations?: number;
  /** State key that also gets the text of the answer. */
  readonly as?: keyof State & string;
}

export const toolsLoopConfigSchema = lazySchema(() =>
  z.strictObject({
    ...modelShape(),
    tools: z.array(toolReference).optional(),
    maxIterations: z.number().int().min(1).optional(),
  }),
);
