const INTEGER = /^[-+]?(?:\d+|0x[\da-f]+|0o[0-7]+)$/i;

/**
 * What is wrong with a number that JavaScript cannot hold as it was written: it would be endless, nought or rounded, and
 * nobody would hear of it. The number itself is not repeated: it may be a secret.
 *
 * @param written as the file has it, for example `1e999`; `.inf` says what it is
 */
export function lossyNumber(
  written: string,
  value: unknown,
): { readonly message: string; readonly hint: string } | undefined {
  if (typeof value !== "number" || !/\d/.test(written)) return undefined;
  if (!Number.isFinite(value)) return { message: "This number is too big: it would be endless.", hint: HINT };
  const [mantissa = ""] = written.split(/e/i);
  if (value === 0 && !INTEGER.test(written) && /[1-9]/.test(mantissa))
    return { message: "This number is too small: it would be 0.", hint: HINT };
  if (!INTEGER.test(written) || Number.isSafeInteger(value)) return undefined;
  return { message: "This integer is beyond 2^53: its last digits would be others.", hint: HINT };
}

const HINT = 'Quote it if it is a text, such as an id ("…"); else write a number that fits.';
