// Compiled, never run: what the compiler must refuse is marked, and an unused mark is an error.
import { expectTypeOf } from "vitest";
import type { CheckedConfig, CheckedSteps, NestedStep, StepConfigMap, TemplateDefect } from "../index.ts";

interface State {
  readonly name: string;
  readonly user: { readonly email: string };
  readonly urls: readonly string[];
  readonly done?: boolean;
}

const sentence = <Text extends string>() => expectTypeOf<TemplateDefect<State, Text>>();
sentence<"">().toBeNever();
sentence<"{messages} Hello {name}, {user.email} of {urls.0}: {input} { done }">().toBeNever();
sentence<"Hello {nmae}">().toEqualTypeOf<'The state has no key "nmae".'>();
sentence<"{name} {usr.email} {nmae}">().toEqualTypeOf<'The state has no key "usr".'>();
sentence<"{ nmae\n}">().toEqualTypeOf<'The state has no key "nmae".'>();
sentence<"{{nmae}} {{{name}}}">().toBeNever();
sentence<"{{{nmae}}}">().toEqualTypeOf<'The state has no key "nmae".'>();
sentence<'{"a": 1} {} { } {1} {a b} {é} {'>().toBeNever();
sentence<'{"a": {nmae}}'>().toEqualTypeOf<'The state has no key "nmae".'>();
sentence<string>().toBeNever();
sentence<`Hello ${string} {name}`>().toBeNever();
sentence<`Hello {${string}}`>().toBeNever();
sentence<`Hello {n${string}}`>().toBeNever();
sentence<`Hello ${number} {nmae}`>().toEqualTypeOf<'The state has no key "nmae".'>();
expectTypeOf<TemplateDefect<Record<string, unknown>, "{anything}">>().toBeNever();
expectTypeOf<TemplateDefect<State, () => string>>().toBeNever();

type Ten = "{name}{name}{name}{name}{name}{name}{name}{name}{name}{name}";
sentence<`${Ten}${Ten}${Ten}{nmae}`>().not.toBeNever();
sentence<`${Ten}${Ten}${Ten}${Ten}{nmae}`>().toBeNever();

declare function step<Type extends string, const Config>(
  type: Type,
  config: CheckedConfig<Type, State, Config, ConfigOf<Type>>,
): void;
type ConfigOf<Type> = Type extends keyof StepConfigMap<State>
  ? StepConfigMap<State>[Type]
  : Readonly<Record<string, unknown>>;
declare const runTimeText: string;

step("llm", { promptTemplate: "Hello {name}", systemPrompt: runTimeText, as: "done", temperature: 0 });
step("third-party", { promptTemplate: "{nmae}" });
step("custom", {
  step: async (state) => {
    expectTypeOf(state).toEqualTypeOf<State>();
    return { done: true };
  },
});
step("branch", { on: (state) => state.done, cases: { true: [], false: [] }, otherwise: [] });
step("parallel", {
  branches: {
    a: [
      { step: "llm", config: { promptTemplate: "{name}", as: "done" } },
      { step: "custom", config: { step: (state) => ({ done: state.name === "" }) } },
    ],
  },
});
const entry: NestedStep<State> = { step: "llm", config: { promptTemplate: "{nmae}" } };
step("map", { over: "urls", item: "name", steps: [entry] });

// @ts-expect-error the state has no such key
step("llm", { promptTemplate: "Hello {nmae}" });
// @ts-expect-error the state has no such key
step("tools-loop", { promptTemplate: "Hello {name}", systemPrompt: "{nmae}" });
// @ts-expect-error the state has no such key
step("agent", { agent: { name: "x", invoke: async () => "" }, input: "{nmae}" });
// @ts-expect-error there is no such option
step("llm", { promptTemplate: "{name}", temprature: 1 });
// @ts-expect-error there is no such option
step("custom", { step: () => undefined, promptTemplate: "{name}" });
// @ts-expect-error the state has no such key
step("custom", { step: (state) => ({ done: state.nmae }) });
// @ts-expect-error the state has no such key
step("branch", { on: "nmae", cases: {} });
// @ts-expect-error the key holds no list
step("map", { over: "name", item: "name", steps: [] });
step("parallel", {
  branches: {
    a: [
      {
        step: "branch",
        config: {
          on: "name",
          // @ts-expect-error the state has no such key
          cases: { x: [{ step: "llm", config: { as: "done", promptTemplate: "{nmae}" } }] },
        },
      },
    ],
  },
});
step("parallel", {
  branches: {
    a: [
      // @ts-expect-error there is no such option
      { step: "llm", config: { temprature: 1 } },
      // @ts-expect-error the state has no such key
      { step: "custom", config: { step: (state) => ({ done: state.nmae }) } },
    ],
  },
});

declare function steps<const Steps>(list: CheckedSteps<State, Steps, readonly NestedStep<State>[]>): void;
steps([
  { step: "llm", config: { promptTemplate: "{name}" } },
  { step: "custom", config: { step: (state) => ({ done: state.done }) } },
]);
steps([
  { step: "llm", config: { promptTemplate: "{name}" } },
  // @ts-expect-error the state has no such key
  { step: "llm", config: { promptTemplate: "{nmae}" } },
]);
