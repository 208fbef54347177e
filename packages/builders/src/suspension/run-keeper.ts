import type { BaseCheckpointSaver } from "@langchain/langgraph";
import { loadLangGraph } from "@pergola/config";
import type { Scope } from "@pergola/core";
import { conversationErrors } from "@pergola/resources";
import { builderErrors } from "../errors.ts";
import type { RunRecord } from "./run-record.ts";
import { threadIdOf } from "./thread-id.ts";

/** The one channel of a record's checkpoint. */
const CHANNEL = "run";

/** Threads of each saver that are being worked on in this process: a saver cannot tell two answers apart. */
const busy = new WeakMap<BaseCheckpointSaver, Set<string>>();

/** Where one run is kept while it is suspended: a thread for the graph, and one for the run's record. */
export class RunKeeper {
  readonly threadId: string;
  readonly #saver: BaseCheckpointSaver;
  readonly #runId: string;
  /** Whether what is kept is this run's; another one of the same id must leave it alone. */
  #isOwn = false;
  #isHeld = false;
  /** Whether there is a record to forget. */
  #hasRecord = false;

  constructor(saver: BaseCheckpointSaver, scope: Scope, runId: string) {
    this.#saver = saver;
    this.#runId = runId;
    this.threadId = threadIdOf(scope, runId);
  }

  /** A new run begins. @throws RUN_ALREADY_ADMITTED when a run of that id runs or is suspended */
  async begin(): Promise<void> {
    if (!this.hold()) throw conversationErrors.alreadyAdmitted(this.#runId);
    try {
      if ((await this.#record()) !== undefined) throw conversationErrors.alreadyAdmitted(this.#runId);
      this.#isOwn = true;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Keeps others of this process from working on the run; false when one of them does. */
  hold(): boolean {
    const held = busy.get(this.#saver) ?? new Set();
    busy.set(this.#saver, held);
    if (held.has(this.threadId)) return false;
    held.add(this.threadId);
    this.#isHeld = true;
    return true;
  }

  release(): void {
    if (this.#isHeld) busy.get(this.#saver)?.delete(this.threadId);
    this.#isHeld = false;
  }

  /** Resolves when it is durable. From then on it may be answered. */
  async save(record: RunRecord): Promise<void> {
    const { emptyCheckpoint } = await loadLangGraph();
    const checkpoint = {
      ...emptyCheckpoint(),
      // Savers give the greatest id; places in the run only grow, clocks may not.
      id: `pergola-${String(record.journal.seq).padStart(12, "0")}`,
      // As text: a saver would make objects of data that looks like theirs, and some of it is what a model said.
      channel_values: { [CHANNEL]: JSON.stringify(record) },
      channel_versions: { [CHANNEL]: 1 },
    };
    this.#hasRecord = true;
    await this.#saver.put(
      this.#config,
      checkpoint,
      { source: "update", step: 0, parents: {} },
      { [CHANNEL]: 1 },
    );
    this.release();
  }

  /** @throws RUN_NOT_SUSPENDED, also for a run of somebody else */
  async load(): Promise<RunRecord> {
    const record = await this.#record();
    if (record === undefined) throw runNotSuspended(this.#runId);
    if (record.version !== 1) throw unknownVersion(this.#runId, record.version);
    this.#isOwn = true;
    this.#hasRecord = true;
    return record;
  }

  /** Forgets the run: nothing of it stays in the saver. */
  async forget(): Promise<void> {
    try {
      if (!this.#isOwn) return;
      // The record first: without it nobody can answer the run once more, whatever becomes of the rest.
      if (this.#hasRecord) await this.#saver.deleteThread(this.#recordId);
      await this.#saver.deleteThread(this.threadId);
    } finally {
      this.release();
    }
  }

  async #record(): Promise<RunRecord | undefined> {
    const kept = await this.#saver.getTuple(this.#config);
    const text = kept?.checkpoint.channel_values[CHANNEL] as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as RunRecord);
  }

  get #recordId(): string {
    return `${this.threadId}-run`;
  }

  get #config() {
    return { configurable: { thread_id: this.#recordId, checkpoint_ns: "" } };
  }
}

export function runNotSuspended(runId: string) {
  return builderErrors.create("RUN_NOT_SUSPENDED", {
    message: `There is no suspended run ${runId} of this user and session.`,
    hint: "Pass the runId, userId and sessionId of the suspended run; each suspension is answered once.",
    details: { runId },
  });
}

function unknownVersion(runId: string, version: unknown) {
  return builderErrors.create("RUN_NOT_SUSPENDED", {
    message: `The suspended run ${runId} was kept in form ${String(version)}, which this version does not know.`,
    hint: "Answer it with the version of @pergola/builders that suspended it, or cancel it.",
    details: { runId, version },
  });
}
