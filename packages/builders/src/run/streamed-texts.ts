/** What a run has streamed, by model call, and which of it is said by a message. */
export class StreamedTexts {
  readonly #parts = new Map<string, string[]>();
  /** Calls whose text no message has said yet. */
  readonly #unsaid = new Set<string>();

  add(callId: string, text: string): void {
    const parts = this.#parts.get(callId);
    if (parts !== undefined) {
      parts.push(text);
      return;
    }
    this.#parts.set(callId, [text]);
    this.#unsaid.add(callId);
  }

  /** In order of the calls. */
  list(): readonly string[] {
    return Array.from(this.#parts.keys(), (callId) => this.#textOf(callId));
  }

  /** It is taken back. */
  forget(callIds: Iterable<string>): void {
    for (const callId of callIds) {
      this.#parts.delete(callId);
      this.#unsaid.delete(callId);
    }
  }

  /** Notes that a message says what was streamed, but for space around it. False when no call has, or another message said it. */
  note(text: string): boolean {
    const said = text.trim();
    for (const callId of this.#unsaid)
      if (this.#textOf(callId).trim() === said) return this.#unsaid.delete(callId);
    return false;
  }

  /** Joined once, however often it is asked for. */
  #textOf(callId: string): string {
    const parts = this.#parts.get(callId) ?? [];
    if (parts.length > 1) parts.splice(0, parts.length, parts.join(""));
    return parts[0] ?? "";
  }
}
