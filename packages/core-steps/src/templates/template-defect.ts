/**
 * What is wrong with a template, as a sentence: the first `{root.path}` whose root is no key of the state, `{input}`
 * and `{messages}` excepted. Never when nothing is, when the text is only known at run time, and when the state is open: `build()` checks
 * what can be checked of those. Only the first 40 braces are looked at.
 */
export type TemplateDefect<State, Text> = Text extends string
  ? string extends Text | keyof State
    ? never
    : Sentence<UnknownRoot<Text, (keyof State & string) | "input" | "messages">>
  : never;

type Sentence<Root extends string> = [Root] extends [never] ? never : `The state has no key "${Root}".`;

/** The first root that is no key; never when there is none. Follows the grammar of `parseTemplate`. */
type UnknownRoot<Text extends string, Key extends string, Seen extends 0[] = []> = Seen["length"] extends 40
  ? never
  : Text extends `${string}{${infer Rest}`
    ? Rest extends `{${infer AfterEscape}`
      ? UnknownRoot<AfterEscape, Key, [...Seen, 0]>
      : Rest extends `${infer Inner}}${infer After}`
        ? RootOf<Inner> extends Key
          ? UnknownRoot<After, Key, [...Seen, 0]>
          : IsPath<Trim<Inner>> extends true
            ? RootOf<Inner>
            : UnknownRoot<Rest, Key, [...Seen, 0]>
        : never
    : never;

type RootOf<Inner extends string> = Trim<Inner> extends `${infer Root}.${string}` ? Root : Trim<Inner>;

type Space = " " | "\n" | "\t" | "\r";
type Trim<Text extends string> = Text extends `${Space}${infer Rest}`
  ? Trim<Rest>
  : Text extends `${infer Rest}${Space}`
    ? Trim<Rest>
    : Text;

// biome-ignore format: an alphabet fits on a line
type Letter = "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m" | "n" | "o" | "p" | "q" | "r" | "s" | "t" | "u" | "v" | "w" | "x" | "y" | "z" | "_" | "$";
// biome-ignore format: so do these
type Tail = Letter | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "-" | ".";

/** Whether it is `name` or `name.path`; only asked of what is no key. */
type IsPath<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? Lowercase<First> extends Letter
    ? IsTail<Rest>
    : false
  : false;
type IsTail<Text extends string> = Text extends ""
  ? true
  : Text extends `${infer First}${infer Rest}`
    ? Lowercase<First> extends Tail
      ? IsTail<Rest>
      : false
    : false;
