import { PergolaError, type PergolaErrorInit } from "./error.ts";

/** The codes of one package: `{ CODE: "when it is thrown" }`, and the way to make an error of one of them. */
export interface ErrorCodes<Code extends string> {
  readonly package: string;
  readonly meanings: Readonly<Record<Code, string>>;
  create<C extends Code>(code: C, init: PergolaErrorInit): PergolaError<C>;
}

/** Declares the error codes of a package in one place. Codes are `SCREAMING_SNAKE_CASE` and never change meaning. */
export function defineErrorCodes<const Code extends string>(
  packageName: string,
  meanings: Readonly<Record<Code, string>>,
): ErrorCodes<Code> {
  return {
    package: packageName,
    meanings,
    create: (code, init) => new PergolaError(code, init),
  };
}
