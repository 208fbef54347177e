/** Everything that a turn can be. */
export const TURN_STATUSES = ["pending", "suspended", "settled", "interrupted"] as const;

/** `pending`: running; `suspended`: waits for `resume`; `settled`: ended by its run; `interrupted`: its process died. */
export type TurnStatus = (typeof TURN_STATUSES)[number];
