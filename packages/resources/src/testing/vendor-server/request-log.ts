import { abortable } from "@pergola/core";
import type { VendorRequest } from "./vendor-request.ts";

/** The requests of a server in order of arrival. */
export interface RequestLog {
  readonly all: readonly VendorRequest[];
  add(request: VendorRequest): void;
  /** The first request that `next` has not given out yet; waits for one to arrive. */
  next(options?: { readonly signal?: AbortSignal }): Promise<VendorRequest>;
}

export function createRequestLog(): RequestLog {
  const all: VendorRequest[] = [];
  const waiting: ((request: VendorRequest) => void)[] = [];
  let given = 0;
  return {
    all,
    add(request) {
      all.push(request);
      const first = waiting.shift();
      if (first === undefined) return;
      given += 1;
      first(request);
    },
    async next({ signal } = {}) {
      const request = all[given];
      if (request !== undefined) {
        given += 1;
        return request;
      }
      const arrival = Promise.withResolvers<VendorRequest>();
      waiting.push(arrival.resolve);
      return abortable(arrival.promise, signal).catch((error: unknown) => {
        const place = waiting.indexOf(arrival.resolve);
        if (place >= 0) waiting.splice(place, 1);
        throw error;
      });
    },
  };
}
