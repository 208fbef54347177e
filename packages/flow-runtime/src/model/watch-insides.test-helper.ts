import { Places } from "../runtime/places.ts";
import { Stalls } from "../runtime/stalls.ts";

/** What the front door does not show. */
export interface Insides extends Disposable {
  /** What nodes still hold, in words. */
  left(): readonly string[];
}

/** Remembers every node that gives places away or sets a trace aside, until it is disposed of. */
export function watchInsides(): Insides {
  const places = new Set<Places>();
  const stalls = new Set<Stalls>();
  const { hold } = Places.prototype;
  const { add } = Stalls.prototype;
  Places.prototype.hold = function (...given) {
    places.add(this);
    hold.apply(this, given);
  };
  Stalls.prototype.add = function (...given) {
    stalls.add(this);
    return add.apply(this, given);
  };
  return {
    left: () => [
      ...[...places].filter((each) => !each.isEmpty).map(() => "A place is held"),
      ...[...stalls].filter((each) => !each.isEmpty).map(() => "A trace stands still"),
    ],
    [Symbol.dispose]() {
      Places.prototype.hold = hold;
      Stalls.prototype.add = add;
    },
  };
}
