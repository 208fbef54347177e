/** Where a flow comes from. */
export interface FlowSource {
  /** As the user wrote it: a path from the working folder, or a `file:` URL. */
  readonly file: string;
  /** Default: the default export, else the only one that fits. */
  readonly exportName: string | undefined;
  /** Longest wait for the import and for a function that makes the flow, in milliseconds. */
  readonly importTimeoutMs: number;
}
