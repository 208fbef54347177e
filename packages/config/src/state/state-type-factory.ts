import { mergeable } from "./mergeable.ts";
import { stateKeys } from "./state-definition.ts";
import { stateName } from "./state-name.ts";
import { withMessages } from "./with-messages.ts";

/** Derives and inspects the state types of agents. */
export const StateTypeFactory = Object.freeze({ withMessages, mergeable, stateName, stateKeys });
