import { load } from "../../contenders/rxjs/load.ts";
import manifest from "../../contenders/rxjs/package.json" with { type: "json" };
import type { FlowPeer } from "./flow-peer.ts";

interface Item {
  value: number;
  readonly resolve: (result: number) => void;
}

interface Stream<Value> {
  pipe<Other>(operator: (source: Stream<Value>) => Stream<Other>): Stream<Other>;
  subscribe(observer: Subject<Value> | ((value: Value) => void)): unknown;
}

interface Subject<Value> extends Stream<Value> {
  next(value: Value): void;
}

interface Rxjs {
  Subject: new <Value>() => Subject<Value>;
  concatMap<Value, Other>(work: (value: Value) => Promise<Other>): (source: Stream<Value>) => Stream<Other>;
  map<Value, Other>(work: (value: Value) => Other): (source: Stream<Value>) => Stream<Other>;
  from<Value>(promise: Promise<Value>): Stream<Value>;
  forkJoin<Value>(sources: readonly Stream<Value>[]): Stream<Value[]>;
  lastValueFrom<Value>(source: Stream<Value>): Promise<Value>;
}

const loadRxjs = async () => (await load("rxjs")) as Rxjs;

/** RxJS: a subject before each step, which takes one message after the other; `forkJoin`. */
export const rxjs: FlowPeer = {
  version: manifest.dependencies.rxjs,

  async chain(steps) {
    const { Subject, concatMap } = await loadRxjs();
    const first = new Subject<Item>();
    let last = first;
    for (const step of steps) {
      const next = new Subject<Item>();
      const work = async (item: Item) => {
        item.value = await step(item.value);
        return item;
      };
      last.pipe(concatMap(work)).subscribe(next);
      last = next;
    }
    last.subscribe(({ value, resolve }) => resolve(value));
    return (value) => new Promise((resolve) => first.next({ value, resolve }));
  },

  async fanOut(branches, join) {
    const { forkJoin, from, lastValueFrom, map } = await loadRxjs();
    return (input) => lastValueFrom(forkJoin(branches.map((step) => from(step(input)))).pipe(map(join)));
  },
};
