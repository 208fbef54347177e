import { FLOW_LEDGERS } from "./flow-ledgers.ts";
import { ledgerTests } from "./ledger-tests.ts";

ledgerTests(FLOW_LEDGERS);
