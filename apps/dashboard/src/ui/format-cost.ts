/** US dollars: `$0`, `< $0.0001`, `$0.0046`, `$0.12`, `$3.40`; `–` for what is no number. */
export function formatCost(dollars: number): string {
  if (!Number.isFinite(dollars)) return "–";
  if (dollars === 0) return "$0";
  if (dollars < 0.0001) return "< $0.0001";
  return `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
}
