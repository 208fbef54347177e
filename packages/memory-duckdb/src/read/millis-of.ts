/** A time that somebody asks for, as the file has times: any number will do, infinity included; what is none is the beginning. */
export function millisOf(time: number): bigint {
  const whole = Math.ceil(Number.isNaN(time) ? 0 : time);
  return BigInt(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, whole)));
}
