import type { RunStream } from "../run/run-stream.ts";
import { type GenerationChunk, type PromptResult, toPromptResult } from "./prompt-result.ts";

/** An answer while it comes. It begins at the first look at it; leaving the iteration stops the model. */
export interface PromptStream<Output = string> extends AsyncIterable<GenerationChunk, undefined> {
  /** The whole of it. */
  readonly result: Promise<PromptResult<Output>>;
}

interface PromptStreamOptions {
  readonly open: () => Promise<RunStream>;
  readonly isStructured: boolean;
}

export function createPromptStream<Output>({
  open,
  isStructured,
}: PromptStreamOptions): PromptStream<Output> {
  let opening: Promise<RunStream> | undefined;
  const run = () => {
    opening ??= open();
    return opening;
  };
  const collect = async () => toPromptResult<Output>(await (await run()).result, isStructured);
  return {
    get result() {
      const result = collect();
      result.catch(() => undefined);
      return result;
    },
    async *[Symbol.asyncIterator]() {
      for await (const content of (await run()).text) yield { content };
      const { finishReason, usage, metadata } = await collect();
      yield { content: "", finishReason, usage, metadata };
      return undefined;
    },
  };
}
