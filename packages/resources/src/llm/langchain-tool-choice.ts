import type { BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import { resourceErrors } from "../errors.ts";
import { receivedValue } from "../received-value.ts";
import type { ToolChoice } from "./model-parameters.ts";

/** LangChain's `tool_choice`: a word, a tool's name, or an object of some vendor's. */
type LangChainToolChoice = NonNullable<BaseChatModelCallOptions["tool_choice"]>;

/**
 * What LangChain's `tool_choice` asks for; for authors of models. `any` is our `required`, any other word that we do not
 * know is the name of a tool, and an object is of the tool that its `function.name` or `name` says.
 *
 * @throws TOOL_CHOICE_INVALID for what names no tool: what else a vendor means by an object is not known here
 */
export function fromLangChainToolChoice(choice: LangChainToolChoice): ToolChoice {
  if (choice === "any" || choice === "required") return "required";
  if (choice === "auto" || choice === "none") return choice;
  const name = typeof choice === "string" ? choice : nameIn(choice);
  if (typeof name === "string" && name !== "") return { name };
  throw namesNoTool(choice);
}

/** Our choice in the words that every LangChain model takes. */
export function toLangChainToolChoice(choice: ToolChoice): string {
  if (typeof choice !== "string") return choice.name;
  return choice === "required" ? "any" : choice;
}

/** Plain JavaScript may give anything, null too. */
function nameIn(choice: Exclude<LangChainToolChoice, string> | null): unknown {
  return choice?.function?.name ?? choice?.name;
}

function namesNoTool(choice: unknown) {
  const keys = typeof choice === "object" && choice !== null ? Object.keys(choice) : [];
  const received = `${receivedValue(choice, false)}${keys.length > 0 ? ` with ${keys.join(", ")}` : ""}`;
  return resourceErrors.create("TOOL_CHOICE_INVALID", {
    message: `The tool_choice of a call names no tool: got ${received}; expected a word, a name or an object with one.`,
    hint: 'Say "auto", "none", "any" (some tool), the name of a tool, or { type: "function", function: { name } }.',
    details: { keys },
  });
}
