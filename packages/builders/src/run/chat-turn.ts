import type { BaseMessage } from "@langchain/core/messages";
import type { RunEvent, SessionScope } from "@pergola/core";
import type {
  ConversationStore,
  HistoryLimits,
  LangChainMessages,
  Release,
  Settlement,
} from "@pergola/resources";
import { fromStored, toStored } from "../conversation/stored-messages.ts";
import { toLoggedEvents } from "./logged-events.ts";
import type { RunContext } from "./run-context.ts";

export interface ChatTurnOptions {
  readonly store: ConversationStore;
  readonly scope: SessionScope;
  readonly runId: string;
  /** What the turn begins with; absent when a suspended turn goes on. */
  readonly admission?: TurnAdmission;
  /** The session's lock, when it is held already. */
  readonly held?: Release;
}

export interface TurnAdmission {
  readonly message: BaseMessage;
  readonly history?: HistoryLimits;
  readonly classes: LangChainMessages;
}

/** The stored side of a chat turn: lock, admit, window, suspend, settle. */
export class ChatTurn {
  readonly #options: ChatTurnOptions;
  #release: Release | undefined;
  #isAdmitted: boolean;

  constructor(options: ChatTurnOptions) {
    this.#options = options;
    this.#release = options.held;
    this.#isAdmitted = options.admission === undefined;
  }

  /** Waits for the session, stores the user's message, and gives what was said before it. */
  async begin(signal: AbortSignal): Promise<BaseMessage[]> {
    const { store, scope, runId, admission } = this.#options;
    this.#release ??= await store.lock(scope, { signal });
    if (signal.aborted) throw signal.reason;
    if (admission === undefined) return [];
    const { message, history, classes } = admission;
    await store.admit(scope, { runId, message: toStored(message) });
    this.#isAdmitted = true;
    const window = await store.window(scope, history ?? {});
    return window.map((stored) => fromStored(stored, classes));
  }

  /** Marks the turn as waiting, with the events so far. */
  async suspend({ journal }: RunContext, suspended: RunEvent): Promise<void> {
    const { store, scope, runId } = this.#options;
    await store.suspend(scope, runId, toLoggedEvents([...journal.log, suspended]));
  }

  /** Stores everything else. Nothing is stored of a run that was stopped before its admission. */
  async settle(run: RunContext, finished: RunEvent<"run-finished">): Promise<void> {
    if (!this.#isAdmitted) return;
    const { store, scope, runId } = this.#options;
    await store.settle(scope, runId, settlementOf(run, finished));
  }

  release(): void {
    this.#release?.();
  }
}

function settlementOf({ transcript, journal }: RunContext, finished: RunEvent<"run-finished">): Settlement {
  return {
    outcome: finished.outcome,
    messages: transcript.messages.map(toStored),
    events: toLoggedEvents([...journal.log, finished]),
    usage: finished.usage,
  };
}
