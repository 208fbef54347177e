import {
  defineFailureStep,
  defineInputAdapter,
  defineOutputAdapter,
  definePromptStep,
  defineToolStep,
  defineWorkflow,
} from "@pergola/pipeline";

const extractAccount = defineInputAdapter({
  name: "account",
  run({ message }) {
    const account = message.match(/\b\d{4}\b/)?.[0];
    if (account === undefined) throw new Error("There is no account number in the message.");
    return account;
  },
});

/** Both calls run at the same time when the stage ends; later stages read what they gave. */
const lookUp = defineToolStep({
  name: "look-up",
  needs: ["account"],
  gives: ["orders", "balance"],
  run({ load, queueToolUse }) {
    queueToolUse("orders", { account: load("account") });
    queueToolUse("balance", { account: load("account") });
  },
});

// #region workflow
const draft = definePromptStep({
  name: "draft",
  stages: "review",
  needs: ["orders", "balance"],
  prompt: ({ load, message, parameters }) =>
    `Answer ${parameters.tone}: ${message}\nOrders: ${load("orders")}. Balance: ${load("balance")}.`,
});

const checkTone = definePromptStep({
  name: "check-tone",
  stages: "review",
  when: ({ has }) => has("draft"),
  needs: ["draft"],
  run: ({ load }) => !/unfortunately/i.test(load<string>("draft") ?? ""),
});

/** No response, no end: when the tone is wrong all stages run again. */
const reply = defineOutputAdapter({
  name: "reply",
  needs: ["draft", "check-tone"],
  run({ load, setResponse }) {
    if (load("check-tone") === true) setResponse(`${load("draft")}`);
  },
});

const apologise = defineFailureStep({
  name: "apologise",
  run: ({ failure, setResponse }) => setResponse(`Sorry, I could not help (${failure?.step}).`),
});

export const support = defineWorkflow({
  stages: {
    parse: [extractAccount],
    do: [lookUp],
    review: [draft, checkTone],
    deliver: [reply],
    error: [apologise],
  },
  maxIterations: 3,
  parameters: { tone: "kindly" },
});
// #endregion
