import { type Closable, type Invocable, type InvokeOptions, isPergolaError } from "@pergola/core";
import type { ChatMessage } from "../conversation/user-message.ts";
import type { FromConfigOptions } from "../from-config/from-config-options.ts";
import { Prompt } from "../prompt/prompt.ts";
import type { AgentReload, ReloadOptions } from "../reload/agent-reload.ts";
import type { ReloadSource } from "../reload/reload-source.ts";
import type { CallOptions } from "../run/call-options.ts";
import type { RunResult } from "../run/run-result.ts";
import type { RunStream } from "../run/run-stream.ts";
import type { AgentCalls } from "./agent-calls.ts";
import type { AgentCore } from "./agent-core.ts";
import { DescribedAgent } from "./described-agent.ts";
import type { LiveParts } from "./live-parts.ts";
import { INSPECT, type Inspect, shownAgent } from "./shown-agent.ts";

/** A compiled agent, shared by all its runs. Made by `AgentBuilder.build()`; only `reload` changes it, between two runs. */
export class Agent<State = Record<string, unknown>, Input = Partial<State>>
  extends DescribedAgent
  implements Closable, Invocable<ChatMessage | Input, RunResult<State>>
{
  readonly #live: LiveParts;
  readonly #calls: AgentCalls;
  /** What its file brought along. */
  readonly #closedWith: Closable[] = [];
  #closing: Promise<void> | undefined;

  /** @internal */
  constructor({ live, calls }: AgentCore) {
    super(live);
    this.#live = live;
    this.#calls = calls;
  }

  /** Composes an agent step by step; the same as `createAgent`, which gives it its value: it makes agents, and is loaded after them. */
  static readonly builder: typeof import("../create-agent.ts").createAgent;

  /**
   * A started agent of a YAML, JSON or TypeScript file, or of the one called `agent` in a directory.
   *
   * @param options what the file cannot say; with `watch` the agent is reloaded whenever the file is saved
   * @throws CONFIG_FILE_INVALID with every defect and its file, line and column, CONFIG_FILE_NOT_READ, BUILD_FAILED, what
   *   `start()` throws; the signal's reason
   */
  static async fromConfig(file: string, options: FromConfigOptions = {}): Promise<Agent> {
    const { agentFromConfig } = await import("../from-config/agent-from-config.ts");
    return agentFromConfig(file, {
      ...options,
      toAgent: (core) => new Agent(core),
      closeWith: (agent, closable) => agent.#closedWith.push(closable),
    });
  }

  /**
   * The same for a directory with a file called `agent`: `agent.yaml`, `agent.json`, `agent.ts` or `agent.js`.
   *
   * @throws AGENT_DIRECTORY_NOT_FOUND, what `Agent.fromConfig` throws
   */
  static async fromDirectory(directory: string, options: FromConfigOptions = {}): Promise<Agent> {
    const { assertDirectory } = await import("../from-config/agent-directory.ts");
    await assertDirectory(directory);
    return Agent.fromConfig(directory, options);
  }

  /**
   * The same for an installed package: the file that `"pergola": { "agent": "./agent.yaml" }` of its `package.json` names,
   * else the one called `agent` beside it.
   *
   * @param options with `from`, the folder whose packages are looked through; default the current one
   * @throws AGENT_PACKAGE_NOT_FOUND with the command to install it, AGENT_PACKAGE_INVALID, what `Agent.fromConfig` throws
   */
  static async fromPackage(
    name: string,
    { from, ...options }: FromConfigOptions & { readonly from?: string } = {},
  ): Promise<Agent> {
    const { packagedAgent } = await import("../from-config/packaged-agent.ts");
    return Agent.fromConfig(await packagedAgent(name, from), options);
  }

  /**
   * Opens what the agent needs, each resource after those that it needs. Called by the first run if nobody else does; safe
   * to repeat, also after a failure. What several wait for goes on until the last of them has left.
   *
   * @throws RESOURCE_START_FAILED, AGENT_CONFLICT, AGENT_CLOSED; the signal's reason
   */
  async start({ signal }: { readonly signal?: AbortSignal } = {}): Promise<this> {
    await this.#live.open({ signal });
    return this;
  }

  /**
   * Goes on with another definition, if only parameters are other than before: models, prompts, limits, retries, timeouts,
   * configs of resources, keys. The new parts are made and opened beside the old ones and taken all at once: runs that
   * have begun keep their values to their end, the next ones use the new values. When it throws, nothing has changed.
   * Several reloads go one after the other.
   *
   * @param next a definition, or what `loadAgentConfig` gives
   * @throws RESTART_REQUIRED with `details.changes`; what `build()` and `start()` throw, with file, line and column for
   *   what was loaded; AGENT_CLOSED; the signal's reason
   */
  async reload(next: ReloadSource, options: ReloadOptions = {}): Promise<AgentReload> {
    return this.#live.reload(next, options);
  }

  /**
   * Runs the steps on a state and gives the state they leave. Stores no turn.
   *
   * @throws INVALID_STATE, UNDECLARED_STATE_KEY, what a step threw, or the signal's reason
   */
  async run(state: Input, options: CallOptions = {}): Promise<State> {
    const result = await this.#calls.run(state, options);
    return result.state as State;
  }

  /** One chat turn, collected. @throws what ended the run; what was said until then is stored */
  chat(message: ChatMessage, options: CallOptions = {}): Promise<RunResult<State>> {
    return this.#calls.chat(message, options) as Promise<RunResult<State>>;
  }

  /**
   * A message and its answer, apart from every conversation: it reads no history and stores nothing.
   *
   * @throws what ended the run; INVALID_CALL_OPTIONS for a session
   */
  handle(
    message: ChatMessage,
    options: Omit<CallOptions, "sessionId" | "history"> = {},
  ): Promise<RunResult<State>> {
    return this.#calls.handle(message, options) as Promise<RunResult<State>>;
  }

  /** A chat turn (for a message) or a run without a turn (for a state), as events while it happens. */
  stream(input: ChatMessage | Input, options: CallOptions = {}): RunStream {
    return this.#calls.stream(input, options);
  }

  /**
   * Goes on with a suspended run: same `runId`, same place in the conversation. `value` answers its interrupt; several
   * are answered by id, `{ [interrupt.id]: value }`; a pause before or after a step takes any value.
   *
   * @param options `userId` and `sessionId` (a chat turn's is in its result) must be those of the run
   * @throws RUN_NOT_SUSPENDED, INVALID_RESUME (the run stays suspended), INTERRUPT_NEEDS_CHECKPOINTER, what ended the run
   */
  resume(runId: string, value?: unknown, options: CallOptions = {}): Promise<RunResult<State>> {
    return this.resumeStream(runId, value, options).result as Promise<RunResult<State>>;
  }

  /** The same as events while it happens, beginning with `run-resumed`. */
  resumeStream(runId: string, value?: unknown, options: CallOptions = {}): RunStream {
    return this.#calls.answer(runId, { value }, options);
  }

  /** Ends a suspended run with outcome `cancelled`; what was said until then is kept. @throws RUN_NOT_SUSPENDED */
  async cancel(runId: string, options: CallOptions = {}): Promise<void> {
    const ended: Promise<unknown> = this.#calls.answer(runId, "cancel", options).result;
    await ended.catch((error) => {
      if (!isPergolaError(error, "RUN_CANCELLED")) throw error;
    });
  }

  /** The agent as a step or tool of another one: its run is a child of that run and stores no turn. */
  invoke(input: ChatMessage | Input, options: InvokeOptions): Promise<RunResult<State>> {
    return this.#calls.invoke(input, options) as Promise<RunResult<State>>;
  }

  /** Asks the agent's model something, apart from its steps and its conversations. */
  prompt(): Prompt {
    return new Prompt(this.#calls);
  }

  /** For `util.inspect` and `console.log`: what it is and how it is, without secrets. */
  [INSPECT](_: number, options: object, inspect: Inspect): string {
    const status = this.#closing !== undefined ? "closed" : this.#live.isOpen ? "started" : "built";
    return `Agent ${inspect(shownAgent(this.#live.now, status), options)}`;
  }

  /** Waits for running runs, then closes what the agent opened. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const closing = [this.#live, ...this.#closedWith].map((each) => each.close());
    const closed = await Promise.allSettled(closing);
    for (const each of closed) if (each.status === "rejected") throw each.reason;
  }
}
