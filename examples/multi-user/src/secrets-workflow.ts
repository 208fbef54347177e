import { defineWorkflow, type StagedContext } from "@pergola/pipeline";

// #region steps
/** Keeps what the user says in all places that an agent has: the memory of the user, and their files. */
async function keep({ message, remember, getResource }: StagedContext) {
  await remember(`said/${crypto.randomUUID()}`, message);
  await getResource("storage").write(`notes/${crypto.randomUUID()}.md`, message);
}

/** Answers with everything that it can reach, so that whatever leaks shows. */
async function tellAll({ conversation, getResource }: StagedContext) {
  const { entries } = await getResource("memory").entries({ limit: 200 });
  const files = getResource("storage");
  const texts = (await files.list()).map(async ({ path }) =>
    new TextDecoder().decode(await files.read(path)),
  );
  return JSON.stringify({
    conversation: conversation().map(({ content }) => content),
    memory: entries.map(({ value }) => value),
    files: await Promise.all(texts),
  });
}

export const tellingEverything = defineWorkflow({ stages: { parse: [keep], deliver: [tellAll] } });
// #endregion
