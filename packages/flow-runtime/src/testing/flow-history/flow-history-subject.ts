import type { FlowHistory } from "../../history/flow-history.ts";

/** A history to be tested. */
export interface FlowHistorySubject<History extends FlowHistory = FlowHistory> {
  /** For the report. */
  readonly name: string;
  /** A new and empty one, that holds 1 000 events of 40 traces at least. */
  create(): History | Promise<History>;
  /** Opens what it has kept another time, as a process does that was restarted. Default: it keeps nothing that long. */
  reopen?(history: History): History | Promise<History>;
  /** Lets go of what it holds. Default: nothing. */
  close?(history: History): void | Promise<void>;
}

/** Uses a new history, and closes it. */
export async function withHistory(
  { create, close }: FlowHistorySubject,
  use: (history: FlowHistory) => Promise<void>,
): Promise<void> {
  const history = await create();
  try {
    await use(history);
  } finally {
    await close?.(history);
  }
}
