import type { Observable } from "rxjs";
import type { Flow } from "../flow.ts";
import type { FlowEvent } from "../flow-event.ts";
import { Handover } from "./handover.ts";
import { WatchedObservable } from "./watched-observable.ts";

/**
 * The events of a flow as an Observable. It listens to the flow only while somebody is subscribed, and does not
 * complete: a flow may run again.
 *
 * A subscriber that returns a promise gets the next event when it is done with this one; meanwhile up to 1 024 events
 * wait, and what is beyond is dropped and counted in `flow.stats().droppedEvents`. One that throws harms neither the flow
 * nor others: the flow's logger is told. Both hold for `events$(flow).subscribe(…)` and behind `pipe(…)`, as long as no
 * operator in between puts off the events.
 */
export function events$(flow: Pick<Flow, "on">): Observable<FlowEvent> {
  const handover = new Handover();
  return new WatchedObservable<FlowEvent>(handover, (subscriber) =>
    flow.on((event) => handover.during(() => subscriber.next(event))),
  );
}
