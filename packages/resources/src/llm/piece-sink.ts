/** Where the pieces of one answer go. */
export interface PieceSink {
  /** Returns a promise only when the reader is behind. @throws the signal's reason when it has fired */
  text(text: string): void | Promise<void>;
  /** Like `text`, for what the model thinks aloud. */
  reasoning(text: string): void | Promise<void>;
}
