export { type FakeSecret, fakeSecrets } from "./fake-secrets.ts";
export { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
