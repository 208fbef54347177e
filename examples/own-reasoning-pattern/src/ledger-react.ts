import { defineReactStep, ReactPattern, type ReactTurn } from "@pergola/core-steps";

/** ReAct whose reflection is no model's: it adds up what the results say and compares that with what they should come to. */
class LedgerReact extends ReactPattern {
  override async reflect({ work }: ReactTurn): Promise<string> {
    const amounts = work.filter((message) => message.getType() === "tool").map(({ text }) => Number(text));
    const wrong = amounts.filter((amount) => Number.isNaN(amount)).length;
    const sum = amounts
      .filter((amount) => !Number.isNaN(amount))
      .reduce((total, amount) => total + amount, 0);
    return `The amounts so far come to ${sum}; ${wrong} of the results are no amounts.`;
  }
}

/** A step type: all options of `react`, and a reflection of its own. */
export const ledgerReact = defineReactStep({
  name: "ledger-react",
  pattern: (config) => new LedgerReact(config),
});
