/** One broken rule: where, what is wrong, and what to do about it. */
export interface Finding {
  readonly rule: string;
  /** Path from the root of the repository, with `:line` when there is one. */
  readonly at: string;
  readonly message: string;
  readonly fix: string;
}

export const formatFinding = ({ rule, at, message, fix }: Finding) =>
  `${at}\n  ${rule}: ${message}\n  fix: ${fix}\n`;
