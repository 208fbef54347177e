/** What the server has answered, whatever its status. */
export interface FetchedText {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  /** "" when the server does not say. */
  readonly contentType: string;
  readonly text: string;
  /** There is more than `maxBytes`. */
  readonly isCut?: boolean;
}
