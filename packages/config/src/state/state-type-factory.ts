import { stateKeys } from "./state-definition.ts";
import { stateName, withMessages } from "./with-messages.ts";

/** Derives and inspects the state types of agents. */
export const StateTypeFactory = Object.freeze({ withMessages, stateName, stateKeys });
