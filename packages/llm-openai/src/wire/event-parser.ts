import { createParser } from "eventsource-parser";

const CR = "\r";
const LF = 10;
const SPACE = 32;

export interface EventParserOptions {
  /** Longest event, in characters. */
  readonly maxLength: number;
  /** The data of one event is `source` from `start` to before `end`. */
  onData(source: string, start: number, end: number): void;
  onComment(): void;
  /** An event is longer than `maxLength`; nothing more will come. */
  onTooLong(): void;
}

/** Splits the text of an event stream into its events. */
export interface EventParser {
  feed(text: string): void;
}

/**
 * Server-sent events by `eventsource-parser`, with a short cut for what chat servers send nearly always: one `data:`
 * line and a blank line. Such a frame is cut out here when it lies whole in one part of the network and nothing of an
 * earlier event is open; all else (halves, comments, fields, CR, several lines) goes to the library.
 */
export function createEventParser(options: EventParserOptions): EventParser {
  const { maxLength, onData, onComment, onTooLong } = options;
  let isTooLong = false;
  const library = createParser({
    maxBufferSize: maxLength,
    onEvent: ({ data }) => onData(data, 0, data.length),
    onComment,
    onError(error) {
      if (error.type !== "max-buffer-size-exceeded") return;
      isTooLong = true;
      onTooLong();
    },
  });
  /** The library has had a whole event last and holds nothing. Not so at the start, where a byte order mark may be. */
  let isBetweenEvents = false;

  const feedLibrary = (text: string): void => {
    if (text === "" || isTooLong) return;
    isBetweenEvents = text.endsWith("\n\n");
    library.feed(text);
  };
  return {
    feed(text) {
      let place = 0;
      if (!isBetweenEvents) {
        place = restOfEvent(text);
        feedLibrary(text.slice(0, place));
      }
      if (isBetweenEvents && !isTooLong && !text.includes(CR)) place = cutFrames(text, place, onData);
      feedLibrary(text.slice(place));
    },
  };
}

/** Where the first blank line of the text ends, which closes what was open; the text's end without one. */
function restOfEvent(text: string): number {
  const blank = text.indexOf("\n\n");
  return blank < 0 ? text.length : blank + 2;
}

/** Hands out frames as long as they are plain. @returns the place after the last one */
function cutFrames(text: string, from: number, onData: EventParserOptions["onData"]): number {
  let place = from;
  while (text.startsWith("data:", place)) {
    const end = text.indexOf("\n", place);
    if (end < 0 || text.charCodeAt(end + 1) !== LF) break;
    onData(text, text.charCodeAt(place + 5) === SPACE ? place + 6 : place + 5, end);
    place = end + 2;
  }
  return place;
}
