import type { InvokeOptions } from "@pergola/core";
import type { ChatMessage } from "../conversation/user-message.ts";
import type { PromptRunner } from "../prompt/prompt-runner.ts";
import type { CallOptions } from "../run/call-options.ts";
import { prepareChat } from "../run/prepare-chat.ts";
import { prepareMessage } from "../run/prepare-message.ts";
import { prepareRun } from "../run/prepare-run.ts";
import { assertDepth } from "../run/run-depth.ts";
import type { RunResult } from "../run/run-result.ts";
import type { RunStream } from "../run/run-stream.ts";
import { type Answer, prepareResume } from "../suspension/prepare-resume.ts";
import { AgentRuns } from "./agent-runs.ts";
import { isState } from "./is-state.ts";
import type { LiveParts } from "./live-parts.ts";

/** What an agent does when it is called. Comes with the build: who only imports the package does not load it. */
export class AgentCalls implements PromptRunner {
  readonly #live: LiveParts;
  readonly #runs: AgentRuns;

  constructor(live: LiveParts) {
    this.#live = live;
    this.#runs = new AgentRuns(live);
  }

  run(state: unknown, options: CallOptions): Promise<RunResult> {
    return this.#runs.collect(options, (parts, call) => prepareRun(parts, state, call));
  }

  chat(message: ChatMessage, options: CallOptions): Promise<RunResult> {
    return this.#runs.collect(options, (parts, call) => prepareChat(parts, message, call));
  }

  handle(message: ChatMessage, options: CallOptions): Promise<RunResult> {
    return this.#runs.collect(options, (parts, call) => prepareMessage(parts, message, call));
  }

  stream(input: unknown, options: CallOptions): RunStream {
    if (isState(this.#live.now.stateSchema, input))
      return this.#runs.stream(options, (parts, call) => prepareRun(parts, input, call));
    // What is no state is a message.
    return this.#runs.stream(options, (parts, call) => prepareChat(parts, input as ChatMessage, call));
  }

  /** Answers a suspended run. */
  answer(runId: string, answer: Answer, options: CallOptions): RunStream {
    return this.#runs.stream({ ...options, runId }, (parts, call) =>
      prepareResume(parts, runId, { answer, call }),
    );
  }

  /** A run inside another one. */
  async invoke(input: unknown, options: InvokeOptions): Promise<RunResult> {
    const { scope, signal, parentRunId, caller, emit, retryBudget, budget, depth = 1 } = options;
    const { definition, stateSchema } = this.#live.now;
    assertDepth(definition.name, depth);
    const state = isState(stateSchema, input) ? input : { messages: [input] };
    const { tenantId, userId } = scope;
    const call = { tenantId, userId, signal, parentRunId };
    return this.#runs.nested(
      (parts) => prepareRun(parts, state, call, { isChild: true, caller, retryBudget, budget, depth }),
      { signal, emit },
    );
  }

  /** Runs a prompt. */
  open: PromptRunner["open"] = (draft, options) =>
    this.#runs.track(async () => {
      this.#live.assertOpen();
      return this.#live.now.prompts.open(draft, options);
    });
}
