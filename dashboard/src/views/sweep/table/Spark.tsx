/** A run's curve as large as a word. */
import { HEIGHT, type Sparks, WIDTH } from "./sparks";

export function Spark({ sparks, number, colour }: { sparks: Sparks; number: number; colour: string | null }) {
  const path = sparks.path(number);
  if (!path) return null;
  return (
    <svg
      class="spark"
      style={colour === null ? {} : { color: colour }}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={path.d} />
      <circle cx={path.x} cy={path.y} r="1.7" />
    </svg>
  );
}
