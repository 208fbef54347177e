import type { Runnable } from "@langchain/core/runnables";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { GraphNodeFunction, GraphUpdate, GraphValues } from "./step-node.ts";

/**
 * Makes nodes of work that never asks LangGraph for its config. For a function LangGraph makes its config known through
 * AsyncLocalStorage, with a LangSmith run that nobody sees: a thirtieth of what a whole run costs, each time. Who
 * watches the graph has both.
 */
export async function loadPlainNode(): Promise<
  (work: GraphNodeFunction) => Runnable<GraphValues, GraphUpdate>
> {
  const { Runnable } = await import("@langchain/core/runnables");
  const { AsyncLocalStorageProviderSingleton: known } = await import("@langchain/core/singletons");
  class PlainNode extends Runnable<GraphValues, GraphUpdate> {
    override lc_namespace = ["pergola"];
    readonly #work: GraphNodeFunction;

    constructor(work: GraphNodeFunction) {
      super();
      this.#work = work;
    }

    override invoke(values: GraphValues, config: LangGraphRunnableConfig): Promise<GraphUpdate> {
      const work = () => this.#work(values, config);
      return config.callbacks === undefined ? work() : known.runWithConfig(config, work);
    }
  }
  return (work) => new PlainNode(work);
}
