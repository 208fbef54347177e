import { defineWorkflow, type StagedContext } from "@pergola/pipeline";

/** What a user has said of themselves, such as `{ drink: "green tea" }`. */
type Preferences = Readonly<Record<string, string>>;

const KEY = "preferences";
const SAID = /my favourite (\w+) is (?:the )?([^.!?]+)/gi;

// #region steps
/** A memory step: keeps what the user says of their favourites, beyond the session. */
async function rememberPreferences({ message, memory, remember }: StagedContext) {
  const said = [...message.matchAll(SAID)].map(([, what = "", which = ""]) => [what.toLowerCase(), which]);
  if (said.length === 0) return;
  const before = await memory<Preferences>(KEY, {});
  await remember(KEY, { ...before, ...Object.fromEntries(said) });
}

/** Forgets all of it when the user asks for that. */
async function forgetPreferences({ message, forget }: StagedContext) {
  if (/forget what i like/i.test(message)) await forget(KEY);
}

/** Lets the model know what it is to keep in mind. */
async function answer({ message, memory, callLlm }: StagedContext) {
  const known = Object.entries((await memory<Preferences>(KEY)) ?? {});
  const system = known.length === 0 ? "You know nothing of the user." : `The user likes: ${listed(known)}.`;
  return callLlm(message, { system });
}

export const preferences = defineWorkflow({
  stages: { parse: [rememberPreferences, forgetPreferences], deliver: [answer] },
});
// #endregion

const listed = (known: readonly (readonly [string, string])[]) =>
  known.map(([what, which]) => `${which} (${what})`).join(", ");
