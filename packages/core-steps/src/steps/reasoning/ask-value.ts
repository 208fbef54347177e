import type { BaseMessage } from "@langchain/core/messages";
import { isPergolaError } from "@pergola/core";
import type { GenerateOptions } from "@pergola/resources";
import type { z } from "zod";
import type { StepContext } from "../../step.ts";
import { getRun } from "../../step-run.ts";
import { outputReader, outputSchema } from "../structured-output.ts";

/** What is asked, and how; parameters are sent only if set. */
export interface AskValueOptions<Schema extends z.ZodType>
  extends Pick<GenerateOptions, "model" | "parameters"> {
  /** The answer must be JSON of this shape. */
  readonly schema: Schema;
  /** Sent after the messages, as the user's. */
  readonly ask: string;
  /** How often the model may mend an answer that does not fit. Default 1. */
  readonly maxRepairs?: number;
}

/**
 * Asks the agent's model for a value. An answer that does not fit goes back to the model, with what is wrong with it. Nothing
 * of it is streamed, or goes into the conversation.
 *
 * @throws OUTPUT_INVALID when the last answer does not fit either; the `MODEL_…` codes; the signal's reason
 */
export async function askValue<Schema extends z.ZodType>(
  context: StepContext,
  messages: readonly BaseMessage[],
  { schema, ask, maxRepairs = 1, ...options }: AskValueOptions<Schema>,
): Promise<z.output<Schema>> {
  const { AIMessage, HumanMessage } = await import("@langchain/core/messages");
  const llm = getRun(context).resource("llm");
  const [output, read] = [outputSchema(schema), outputReader(schema)];
  const request = [...messages, new HumanMessage(ask)];
  for (let repairs = 0; ; repairs++) {
    const { content } = await llm.generate(request, { ...options, output, streamText: false });
    try {
      // The reader gives what the schema has parsed.
      return read(content) as z.output<Schema>;
    } catch (error) {
      if (!isPergolaError(error, "OUTPUT_INVALID") || repairs >= maxRepairs) throw error;
      request.push(new AIMessage(content), new HumanMessage(`${error.message} Answer again.`));
    }
  }
}
