import { defineErrorCodes } from "@pergola/core";

/** Every code that the testkit throws, and when. */
export const testkitErrors = defineErrorCodes("@pergola/testkit", {
  NODE_SEQUENCE_DIFFERS: "A trace visited other nodes than the test expected, or in another order.",
  TRACE_AMBIGUOUS: "The events that a trace was to be read from hold none, or several.",
  NEVER_SETTLED: "Work was not over in the real time that the test allows, however far virtual time moved.",
  RECORDER_CLOSED: "An event was waited for, and the recorder was closed before it came.",
  INVALID_SIMULATION: "An error cannot be simulated as asked; the message says why.",
  INVALID_TEST_OPTIONS: "An option of a test cannot work; the message says why.",
});
