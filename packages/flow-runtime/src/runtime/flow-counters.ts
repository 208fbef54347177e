/** What a flow counts over its life. */
export interface FlowCounters {
  /** Attempts that ended after they had been given up: timed out, cancelled, or of a trace that had ended. */
  zombieAttempts: number;
  /** Uses of a context after its attempt. */
  lateCalls: number;
  /** Events that slow listeners never got; of listeners that have left. */
  droppedEvents: number;
}

export const newCounters = (): FlowCounters => ({ zombieAttempts: 0, lateCalls: 0, droppedEvents: 0 });
