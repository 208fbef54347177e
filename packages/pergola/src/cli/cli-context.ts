/** Where a command writes: a stream of Node, or anything with its `write`. */
export interface CliOutput {
  /** Calls `done` when the text was taken, with what went wrong if it was not. */
  write(text: string, done: (error?: Error | null) => void): unknown;
  /** Whether a person watches. Default false. */
  readonly isTTY?: boolean;
  /** Width of that terminal, in characters. Default 80. */
  readonly columns?: number;
  /** Whether the terminal shows colours. Default false. */
  hasColors?(): boolean;
}

/** What surrounds a command. */
export interface CliContext {
  /** Absolute; relative paths begin here. */
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  /** Ends the command; its reason is the error that the command fails with. */
  readonly signal: AbortSignal;
}
