import type { BaseCheckpointSaver } from "@langchain/langgraph";
import { loadLangGraph } from "@pergola/config";
import type { Scope } from "@pergola/core";
import { builderErrors } from "../errors.ts";
import type { RunRecord } from "./run-record.ts";
import { threadIdOf } from "./thread-id.ts";

/** The one channel of a record's checkpoint. */
const CHANNEL = "run";

/** Where one run is kept while it is suspended: a thread for the graph, and one for the run's record. */
export class RunKeeper {
  readonly threadId: string;
  readonly #saver: BaseCheckpointSaver;
  readonly #runId: string;

  constructor(saver: BaseCheckpointSaver, scope: Scope, runId: string) {
    this.#saver = saver;
    this.#runId = runId;
    this.threadId = threadIdOf(scope, runId);
  }

  /** Resolves when it is durable. */
  async save(record: RunRecord): Promise<void> {
    const { emptyCheckpoint } = await loadLangGraph();
    const checkpoint = {
      ...emptyCheckpoint(),
      // Savers give the greatest id; places in the run only grow, clocks may not.
      id: `pergola-${String(record.journal.seq).padStart(12, "0")}`,
      channel_values: { [CHANNEL]: record },
      channel_versions: { [CHANNEL]: 1 },
    };
    await this.#saver.put(
      this.#config,
      checkpoint,
      { source: "update", step: 0, parents: {} },
      { [CHANNEL]: 1 },
    );
  }

  /** @throws RUN_NOT_SUSPENDED, also for a run of somebody else */
  async load(): Promise<RunRecord> {
    const kept = await this.#saver.getTuple(this.#config);
    const record = kept?.checkpoint.channel_values[CHANNEL] as RunRecord | undefined;
    if (record === undefined) throw runNotSuspended(this.#runId);
    if (record.version !== 1) throw unknownVersion(this.#runId, record.version);
    return record;
  }

  /** Forgets the run: nothing of it stays in the saver. */
  async forget(): Promise<void> {
    await this.#saver.deleteThread(this.threadId);
    await this.#saver.deleteThread(this.#recordId);
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
