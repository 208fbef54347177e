import { lookup as dnsLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { privateAddress } from "./http-rules.ts";
import { isPrivateAddress } from "./private-address.ts";

/** Finds a host's addresses and refuses private ones. The connection goes to what was checked, whatever is answered next time. */
export function publicLookup(resolve: LookupFunction = dnsLookup as LookupFunction): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, "", 0);
      const addresses = Array.isArray(found) ? found : [];
      const refused = addresses.find(({ address }) => isPrivateAddress(address));
      if (refused !== undefined) return callback(privateAddress(host, refused.address), "", 0);
      const [first] = addresses;
      if (options.all === true) return callback(null, addresses);
      return callback(null, first?.address ?? "", first?.family);
    });
  };
}
