import jsep from "jsep";

/** A node of the syntax tree: jsep's, plus `Factorial` and `Percent`. */
export interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The parts of jsep's parser class that this file uses; its own declarations leave the class out. */
interface BaseParser {
  index: number;
  readonly expr: string;
  gobbleSpaces(): void;
  gobbleToken(): SyntaxNode | undefined;
  throwError(message: string): never;
  parse(): SyntaxNode;
}

const { Jsep } = jsep as unknown as { readonly Jsep: new (text: string) => BaseParser };

/**
 * jsep with the grammar of school arithmetic where JavaScript's differs: `^` is a power, a power binds tighter than
 * the sign before it (−2² is −4) and to the right, `5!` is a factorial, and `20%` is a percentage unless an operand
 * follows (then it is the remainder). A subclass, because jsep's own settings are shared by the whole process.
 */
class ArithmeticParser extends Jsep {
  override gobbleToken(): SyntaxNode | undefined {
    this.gobbleSpaces();
    const sign = this.accept(/[+-]/y);
    if (sign !== undefined) return { type: "UnaryExpression", operator: sign, argument: this.operand(sign) };
    const base = super.gobbleToken();
    return base === undefined ? undefined : this.gobblePower(this.gobblePostfix(base));
  }

  private gobblePostfix(operand: SyntaxNode): SyntaxNode {
    let node = operand;
    for (;;) {
      this.gobbleSpaces();
      if (this.accept(/!(?!=)/y)) node = { type: "Factorial", argument: node };
      else if (this.accept(/%\s*of\b/y)) {
        return { type: "BinaryExpression", operator: "*", left: percent(node), right: this.operand("of") };
      } else if (this.accept(/%(?!\s*[\w.($])/y)) node = percent(node);
      else return node;
    }
  }

  private gobblePower(base: SyntaxNode): SyntaxNode {
    if (this.accept(/\^|\*\*/y) === undefined) return base;
    return { type: "BinaryExpression", operator: "^", left: base, right: this.operand("^") };
  }

  private operand(after: string): SyntaxNode {
    return this.gobbleToken() ?? this.throwError(`Expected a number after ${after}`);
  }

  private accept(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index;
    const text = pattern.exec(this.expr)?.[0];
    if (text !== undefined) this.index += text.length;
    return text;
  }
}

const percent = (argument: SyntaxNode): SyntaxNode => ({ type: "Percent", argument });

/** The syntax tree of an arithmetic expression. @throws jsep's own error for what cannot be read */
export function parseArithmetic(text: string): SyntaxNode {
  return new ArithmeticParser(text).parse();
}
