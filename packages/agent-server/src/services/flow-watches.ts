import type { FlowDirectory } from "../domain/flow-directory.ts";
import type { FlowService } from "./flow-service.ts";
import { FlowWatch, type FlowWatcher, type FlowWatchOptions } from "./flow-watch.ts";

/** Who watches which flow. */
export class FlowWatches {
  readonly #flows: FlowDirectory;
  readonly #service: FlowService;
  readonly #watches: ReadonlyMap<string, FlowWatch>;

  constructor(flows: FlowDirectory, service: FlowService, options: Omit<FlowWatchOptions, "flow">) {
    this.#flows = flows;
    this.#service = service;
    this.#watches = new Map(flows.all.map((flow) => [flow.name, new FlowWatch({ ...options, flow })]));
  }

  /**
   * Begins to watch a flow, or changes which trace is followed.
   *
   * @param follow the trace whose events to send; null for none
   * @throws FLOW_NOT_FOUND, TRACE_NOT_FOUND
   */
  watch(watcher: FlowWatcher, flow: string, follow: string | null): void {
    const { name } = this.#flows.get(flow);
    if (follow !== null) this.#service.find(watcher.caller, name, follow);
    this.#watches.get(name)?.watch(watcher, follow);
  }

  /** @throws FLOW_NOT_FOUND */
  unwatch(watcher: FlowWatcher, flow: string): void {
    this.#watches.get(this.#flows.get(flow).name)?.unwatch(watcher);
  }

  /** The watcher has gone. */
  forget(watcher: FlowWatcher): void {
    for (const watch of this.#watches.values()) watch.unwatch(watcher);
  }
}
