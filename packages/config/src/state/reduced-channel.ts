import type { BaseChannel, BinaryOperatorAggregate } from "@langchain/langgraph";
import { loadedLangGraph } from "./load-langgraph.ts";
import type { Reduce } from "./reducer.ts";

type Aggregate = typeof BinaryOperatorAggregate<unknown>;

let ReducedChannel: Aggregate | undefined;

/**
 * A LangGraph channel whose reducer also gets the first write. LangGraph's own stores that one as it came, so that a
 * single element that is appended to nothing would stay no list.
 *
 * @throws LANGGRAPH_NOT_LOADED
 */
export function reducedChannel(reduce: Reduce, initial: (() => unknown) | undefined): BaseChannel {
  ReducedChannel ??= defineReducedChannel();
  return new ReducedChannel(reduce, initial);
}

function defineReducedChannel(): Aggregate {
  const { BinaryOperatorAggregate, Overwrite } = loadedLangGraph();
  return class Reduced extends BinaryOperatorAggregate<unknown> {
    override update(values: unknown[]): boolean {
      if (this.value !== undefined || values.length === 0) return super.update(values);
      const [first, ...others] = values;
      const value = Overwrite.isInstance(first) ? first : this.operator(undefined, first);
      return super.update([value, ...others]);
    }

    override fromCheckpoint(checkpoint?: unknown): this {
      const channel = new Reduced(this.operator, this.initialValueFactory);
      if (checkpoint !== undefined) channel.value = checkpoint;
      return channel as this;
    }
  };
}
