import {
  defineFailureStep,
  defineInputAdapter,
  defineOutputAdapter,
  definePromptStep,
  type StagedContext,
} from "@pergola/pipeline";

// #region steps
/** In parse: what the user is, as later steps need it. */
export const extractAccount = defineInputAdapter({
  name: "extract-account",
  run: ({ message }) => /account (\d+)/i.exec(message)?.[1] ?? "unknown",
});

// #endregion

/** In review: what was drafted, without shouting. */
export const checkTone = definePromptStep({
  name: "check-tone",
  run: (context) => String(context.load("draft")).replaceAll(/!+/g, "."),
});

/** In deliver: the answer. */
export const reply = defineOutputAdapter({
  name: "reply",
  run(context) {
    const text = context.load<string>("check-tone") ?? "I have nothing to say to that.";
    const signature = String(context.parameters.signature);
    context.setResponse(`Account ${context.load("extract-account")}: ${text}\n${signature}`);
  },
});

/** In error: what is said instead. */
export const apologise = defineFailureStep({
  name: "apologise",
  run: (context) => context.setResponse(`Sorry, ${context.failure?.step} did not work.`),
});

// #region steps
/** What `when: hasDraft` means. */
export const hasDraft = (context: StagedContext): boolean => context.has("draft");
// #endregion
