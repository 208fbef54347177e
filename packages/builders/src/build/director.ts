import type { AgentConfig } from "@pergola/config";
import { Agent } from "../agent/agent.ts";
import type { DirectorOptions } from "./director-options.ts";

/** Turns an AgentConfig into an Agent: check everything, derive the state, make the steps, compile the graph. */
export class AgentBuilderDirector {
  readonly #config: AgentConfig;
  readonly #options: DirectorOptions;

  constructor(config: AgentConfig, options: DirectorOptions = {}) {
    this.#config = config;
    this.#options = options;
  }

  /** @throws INVALID_AGENT_CONFIG with all defects at once; BUILD_FAILED naming the step that could not be made */
  async build(): Promise<Agent> {
    // Most of the package is only needed to build and to run: who imports it and builds nothing does not pay for that.
    const { makeCore } = await import("./make-parts.ts");
    return new Agent(await makeCore(this.#config, { options: this.#options }));
  }
}
