import { silentLogger } from "@pergola/core";
import { chatModelContract } from "@pergola/resources/testing";
import { offline } from "./offline.ts";

const NO_VENDOR = "it asks no vendor";

chatModelContract({
  name: "offline",
  create: () => offline().create({}, { env: {}, logger: silentLogger }),
  skip: {
    wire: NO_VENDOR,
    tools:
      "the suite's vendor scripts the calls; complete.test.ts and offline-chat-model.test.ts show its own",
    socket: NO_VENDOR,
    failures: NO_VENDOR,
    unreachable: NO_VENDOR,
    "odd-answers": NO_VENDOR,
  },
});
