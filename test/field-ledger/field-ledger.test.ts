import { ledgerTests } from "./ledger-tests.ts";
import { LEDGERS } from "./ledgers.ts";

ledgerTests(LEDGERS);
