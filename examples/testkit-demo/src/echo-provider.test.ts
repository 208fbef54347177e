// #region contract
import { silentLogger } from "@pergola/core";
import { chatModelContract } from "@pergola/testkit/contracts";
import { echo } from "./echo-provider.ts";

const reason = "it asks no vendor";

chatModelContract({
  name: "echo",
  create: () => echo().create({}, { env: {}, logger: silentLogger }),
  hasDirect: false,
  skip: {
    wire: reason,
    tools: reason,
    socket: reason,
    failures: reason,
    unreachable: reason,
    "odd-answers": reason,
  },
});
// #endregion
