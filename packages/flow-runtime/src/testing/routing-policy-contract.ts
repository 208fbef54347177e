import { describe, it } from "vitest";
import { ROUTING_CASES } from "./routing-policy/routing-policy-cases.ts";
import type { RoutingPolicySubject } from "./routing-policy/routing-policy-subject.ts";

/**
 * The tests that every {@link RoutingPolicy} passes: it gives each example its way, always the same, in any order, many
 * at once, and in a flow; it changes nothing that it is asked with. Call it at the top of a vitest file; it registers its
 * own `describe`. Needs vitest.
 */
export function routingPolicyContract<Payload>(subject: RoutingPolicySubject<Payload>): void {
  describe(`${subject.name} as a RoutingPolicy`, () => {
    for (const [name, run] of Object.entries(ROUTING_CASES)) {
      // Odd payloads are asked about, too: a policy has to stand them whatever it is made for.
      it(name, () => run(subject as unknown as RoutingPolicySubject));
    }
  });
}
