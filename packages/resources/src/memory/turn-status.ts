/** `pending`: running; `suspended`: waits for `resume`; `settled`: ended by its run; `interrupted`: its process died. */
export type TurnStatus = "pending" | "suspended" | "settled" | "interrupted";
