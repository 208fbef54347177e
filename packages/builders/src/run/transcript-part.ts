import type { BaseMessage } from "@langchain/core/messages";
import { Transcript } from "./transcript.ts";

/** What one attempt of a step appends: it goes to the run's transcript at once, and can be taken back alone. */
export class TranscriptPart extends Transcript {
  readonly #whole: Transcript;

  constructor(whole: Transcript) {
    super();
    this.#whole = whole;
  }

  override add(messages: readonly BaseMessage[]): readonly BaseMessage[] {
    super.add(messages);
    return this.#whole.add(messages);
  }

  rollback(): void {
    this.#whole.remove(this.messages);
  }
}
