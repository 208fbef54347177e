/** A pergola: beams on posts, and something that climbs. */
export function BrandMark() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M2 6h20M4 10h16M7 10v11M17 10v11" />
      <path d="M12 10c-2 2 2 3.5 0 6" />
    </svg>
  );
}
