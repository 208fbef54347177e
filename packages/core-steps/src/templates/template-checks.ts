import type { TemplateDefect } from "./template-defect.ts";

/**
 * Which options of a step type are templates over the state, for the compiler to check. Third parties add theirs by
 * declaration merging.
 */
export interface TemplateOptions {
  llm: "promptTemplate" | "systemPrompt";
  "tools-loop": "promptTemplate" | "systemPrompt";
  react: "promptTemplate" | "systemPrompt";
  "chain-of-thought": "promptTemplate" | "systemPrompt";
  "plan-and-execute": "promptTemplate" | "systemPrompt";
  agent: "input";
  flow: "input";
  "memory-retrieval": "query";
}

/** Which options of a step type hold steps: a list, or lists by name. Open like `TemplateOptions`. */
export interface NestedStepOptions {
  branch: "cases" | "otherwise";
  parallel: "branches";
  map: "steps";
}

/**
 * The parameter of a function that takes a step's config: what is `Expected`, and every template in it names keys of the
 * state. `Config` is inferred as it is written; all else is checked, completed and typed as if only `Expected` stood there:
 * `<Type, const Config>(type: Type, config: CheckedConfig<Type, State, Config, StepConfigMap<State>[Type]>)`.
 */
export type CheckedConfig<Type, State, Config, Expected> = [Config] extends [never]
  ? Config
  : With<Expected, ConfigDefects<Type, State, Config>>;

/** The same for a list of steps: `<const Steps>(steps: CheckedSteps<State, Steps, readonly NestedStep<State>[]>)`. */
export type CheckedSteps<State, Steps, Expected> = [Steps] extends [never]
  ? Steps
  : With<Expected, ListDefects<State, Steps>>;

type With<Expected, Defects> = [Defects] extends [never] ? Expected : Expected & Defects;

/** Sentences in the place of wrong templates; never when there are none. */
type ConfigDefects<Type, State, Config> = SomeOf<
  {
    readonly [Key in keyof Config & OptionsOf<TemplateOptions, Type> as Unless<
      TemplateDefect<State, Config[Key]>,
      Key
    >]: TemplateDefect<State, Config[Key]>;
  } & {
    readonly [Key in keyof Config & OptionsOf<NestedStepOptions, Type> as Unless<
      NestedDefects<State, Config[Key]>,
      Key
    >]: NestedDefects<State, Config[Key]>;
  }
>;

type NestedDefects<State, Value> = Value extends readonly unknown[]
  ? ListDefects<State, Value>
  : SomeOf<{
      readonly [Name in keyof Value as Unless<ListDefects<State, Value[Name]>, Name>]: ListDefects<
        State,
        Value[Name]
      >;
    }>;

type ListDefects<State, Steps> = [EntryDefects<State, Steps[keyof Steps & number]>] extends [never]
  ? never
  : { readonly [Index in keyof Steps]: OrAnything<EntryDefects<State, Steps[Index]>> };

type EntryDefects<State, Entry> = Entry extends { readonly step: infer Type; readonly config: infer Config }
  ? [ConfigDefects<Type, State, Config>] extends [never]
    ? never
    : Open & { readonly config: Open & ConfigDefects<Type, State, Config> }
  : never;

type OptionsOf<Options, Type> = Type extends keyof Options ? Options[Type] : never;
type Unless<Defect, Key> = [Defect] extends [never] ? never : Key;
type SomeOf<Defects> = [keyof Defects] extends [never] ? never : Defects;
type OrAnything<Defect> = [Defect] extends [never] ? unknown : Defect;
/** Elements of lists are checked against each part of an intersection: this one takes the other options. */
type Open = { readonly [option: string]: unknown };
