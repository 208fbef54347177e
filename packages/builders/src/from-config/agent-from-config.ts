import type { GivenParts } from "@pergola/config/file";
import { type Closable, redactLogger, silentLogger, systemClock } from "@pergola/core";
import { builtInProviders, createProviderRegistry, type WaitOptions } from "@pergola/resources";
import type { AgentCore } from "../agent/agent-core.ts";
import { closeAfterFailure } from "../agent/close-after-failure.ts";
import { InstalledProviders } from "../build/installed-providers.ts";
import { makeCore } from "../build/make-parts.ts";
import type { InstalledSource } from "../build/step-finder.ts";
import { ConfigWatch, type ConfigWatchOptions } from "./config-watch.ts";
import type { FromConfigOptions } from "./from-config-options.ts";
import { createLoadConfig } from "./load-config.ts";

/** What an agent is to what makes it. */
interface FromConfig extends Closable {
  start(options: WaitOptions): Promise<unknown>;
  reload: ConfigWatchOptions["reload"];
}

interface Making<Made> extends FromConfigOptions {
  readonly toAgent: (core: AgentCore) => Made;
  /** Has the agent close something when it is closed. */
  readonly closeWith: (agent: Made, closable: Closable) => void;
}

/** A started agent of a config file. @throws as `Agent.fromConfig` says */
export async function agentFromConfig<Made extends FromConfig>(
  file: string,
  { toAgent, closeWith, watch = false, onReload, signal, ...options }: Making<Made>,
): Promise<Made> {
  const { clock = systemClock, env = process.env } = options;
  const logger = redactLogger(options.logger ?? silentLogger);
  const installed = new InstalledProviders({ env, logger });
  const sources = options.sources ?? [installed];
  const load = createLoadConfig(file, { ...options, ...givenParts({ ...options, sources }) });
  const seen = new Map<string, string | undefined>();
  let made: Made | undefined;
  try {
    const loaded = await load(seen, { ...(signal && { signal }) });
    const explained = <Result>(work: Promise<Result>): Promise<Result> =>
      work.catch((error: unknown) => {
        throw loaded.explain(error);
      });
    const making = { installed, options: { ...options, env: loaded.env } };
    const agent = toAgent(await explained(makeCore(loaded.config, making)));
    made = agent;
    await explained(agent.start({ signal }));
    const reload = agent.reload.bind(agent);
    if (watch) closeWith(agent, new ConfigWatch({ load, loaded, seen, reload, onReload, logger, clock }));
    return agent;
  } catch (error) {
    await closeAfterFailure(made ?? installed, logger);
    throw error;
  }
}

/** What the program gives, and where the types of other providers' configs are found. */
function givenParts(
  options: Omit<FromConfigOptions, "sources"> & { readonly sources: readonly InstalledSource[] },
): GivenParts {
  const { plugins = [], sources, tools = [], providers = [] } = options;
  const contributed = plugins.map(({ contributes }) => contributes);
  const registry = createProviderRegistry([], { sources: [builtInProviders, ...sources] });
  const stepTypes = options.stepTypes ?? options.registry;
  return {
    findProvider: (category, name) => registry.find(category, name),
    findTool: async (name) => (await options.findTool?.(name)) ?? findTool(sources, name),
    ...(stepTypes !== undefined && { stepTypes }),
    providers: [...providers, ...contributed.flatMap((each) => each.providers ?? [])],
    tools: [...tools, ...contributed.flatMap((each) => each.tools ?? [])],
  };
}

async function findTool(sources: readonly InstalledSource[], name: string) {
  for (const source of sources) {
    const found = await source.contribution?.("tools", name);
    if (found !== undefined) return found;
  }
  return undefined;
}
