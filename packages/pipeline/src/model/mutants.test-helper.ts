/** A workflow runtime with one mistake. */
export interface Mutant {
  /** What it does wrong. */
  readonly name: string;
  /** Below `src`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Each is a mistake that one could make; the property must see every one of them. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: "one iteration too many runs",
    file: "run/staged-run.ts",
    find: "if (iteration < most)",
    replace: "if (iteration <= most)",
  },
  {
    name: "the loop goes on although there is a response",
    file: "run/staged-run.ts",
    find: "else if (this.#position.response !== undefined) this.#enter(undefined);",
    replace: 'else if (this.#position.response === "yes") this.#enter(undefined);',
  },
  {
    name: "a failing step lets its stage go on",
    file: "run/staged-run.ts",
    find: "this.#fail(thrown, { step: name, attempt: attempts });",
    replace:
      'if (this.#position.stage !== "review") this.#fail(thrown, { step: name, attempt: attempts }); else this.#move({ at: this.#position.at + 1 });',
  },
  {
    name: "an error in the error stage leads back to it",
    file: "run/staged-run.ts",
    find: 'if (stage === "error") {',
    replace: 'if (stage === "error" && attempt > 9) {',
  },
  {
    name: "a response of a stage that failed is the answer",
    file: "run/staged-run.ts",
    find: "this.#move({ failure, response: undefined });",
    replace: "this.#move({ failure });",
  },
  {
    name: "a response may be set anywhere",
    file: "stage.ts",
    find: 'stage === "deliver" || stage === "error";',
    replace: 'stage === "deliver" || stage === "error" || stage === "review";',
  },
  {
    name: "what is stored is forgotten between iterations",
    file: "run/staged-run.ts",
    find: 'this.#enter("parse", iteration + 1);',
    replace: 'this.#move({ scratch: {} }), this.#enter("parse", iteration + 1);',
  },
  {
    name: "what a failing step has stored stays",
    file: "run/draft.ts",
    find: "Object.assign(Object.create(null), scratch)",
    replace: "scratch",
  },
  {
    name: "queued tools run one after the other",
    file: "run/run-queue.ts",
    find: "settle(call, tools.run({ id: call.callId, name: call.tool, arguments: call.arguments })),",
    replace:
      "settle(call, new Promise((go) => setTimeout(go, queue.indexOf(call) * 10)).then(() => tools.run({ id: call.callId, name: call.tool, arguments: call.arguments }))),",
  },
  {
    name: "results of the queue are lost when one of it fails",
    file: "run/run-queue.ts",
    find: "  for (const each of ended) {\n",
    replace: '  for (const each of ended) {\n    if (ended.some((other) => "thrown" in other)) break;\n',
  },
  {
    name: "the failure of a queued tool is not seen",
    file: "run/run-queue.ts",
    find: "...(failure !== undefined && { failure: failure as Failed })",
    replace: "",
  },
  {
    name: "a condition that does not hold leaves out one step too many",
    file: "workflow/compile-workflow.ts",
    find: '  if (addOthers === undefined) {\n    code[at] = { kind: "unless", ...guard, to: code.length };',
    replace:
      '  if (addOthers === undefined) {\n    code[at] = { kind: "unless", ...guard, to: code.length + 1 };',
  },
  {
    name: "a condition that throws does not hold",
    file: "run/staged-run.ts",
    find: "this.#fail(thrown, { step: of, attempt: 1 });",
    replace: "this.#move({ at: to });",
  },
  {
    name: "after the first list of a branch the second one runs too",
    file: "workflow/compile-workflow.ts",
    find: 'code[jump] = { kind: "jump", to: code.length };',
    replace: 'code[jump] = { kind: "jump", to: jump + 1 };',
  },
  {
    name: "a skip forgets the queued tools",
    file: "run/staged-run.ts",
    find: "if (queue.length > 0) return",
    replace: "if (queue.length > 0 && skipTo === undefined) return",
  },
  {
    name: "a returned text is the response of any stage",
    file: "run/staged-call.ts",
    find: 'if (draft.stage === "deliver") draft.response ??= value;',
    replace: 'if (draft.stage !== "parse") draft.response ??= value;',
  },
  {
    name: "a returned text in deliver wins over the response",
    file: "run/staged-call.ts",
    find: 'if (draft.stage === "deliver") draft.response ??= value;',
    replace: 'if (draft.stage === "deliver") draft.response = value;',
  },
  {
    name: "without deliver the first thing that was said is the answer",
    file: "run/staged-run.ts",
    find: "said.at(-1)",
    replace: "said.at(0)",
  },
  {
    name: "what was streamed is sent again",
    file: "run/finish-run.ts",
    find: 'if (streamed.includes(response)) return "";',
    replace: "",
  },
  {
    name: "the results of a stage are told of the next one too",
    file: "run/staged-run.ts",
    find: "queue: [],\n  results: [],",
    replace: "queue: [],",
  },
];
