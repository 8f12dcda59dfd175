import type { Draw } from "./draw.ts";
import { words } from "./marked.ts";

/** What occurs in texts of every class, and so decides none. */
const pools: Readonly<Record<string, readonly string[]>> = {
  first:
    words(`David, Tom, Peter, Paul, Mark, John, James, Robert, Michael, Daniel, Henry, Frank, Oliver, Lucas, Oscar, Victor, Simon, Martin,
    Walter, Omar, Ali, Carlos, Luis, Marco, Pierre, Hans, Ivan, Kevin, Sarah, Anna, Maria, Laura, Julia, Emma, Sophia, Clara, Helen, Jane,
    Susan, Linda, Ruth, Emily, Nina, Lucy, Nora, Kate, Rachel, Fatima, Priya, Yuki, Mei, Elena, Rosa, Claire, Ingrid, Olga`),
  last: words(`Miller, Smith, Brown, Taylor, Clark, Lewis, Walker, Wright, Turner, Parker, Collins, Ward, Ross, Price, Foster, Rossi, Weber,
    Novak, Silva, Lopez, Kim, Tanaka, Singh, Khan, Olsen, Meyer, Costa, Ivanov, Larsen, Dubois`),
  city: words(`Paris, London, Rome, Berlin, Madrid, Vienna, Lisbon, Athens, Dublin, Oslo, Prague, Warsaw, Budapest, Helsinki, Stockholm, Brussels,
    Geneva, Milan, Munich, Hamburg, Cairo, Nairobi, Lagos, Delhi, Mumbai, Tokyo, Seoul, Beijing, Sydney, Boston, Chicago, Denver, Seattle,
    Toronto, Lima, Bogota, Santiago, Manila, Jakarta, Istanbul`),
  country:
    words(`France, Germany, Italy, Spain, Portugal, Greece, Ireland, Norway, Sweden, Finland, Denmark, Austria, Poland, Hungary, Belgium,
    Egypt, Kenya, Japan, China, Vietnam, Peru, Chile, Cuba, Canada, Brazil, Turkey, Iceland, India, Mexico, Romania`),
  nationality:
    words(`French, German, Italian, Spanish, Greek, Irish, Norwegian, Swedish, Danish, Polish, Egyptian, Japanese, Chinese, Indian,
    Canadian, Brazilian, Turkish, Mexican, American, British, Australian, Russian`),
  day: words("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
  month: words(
    "January, February, March, April, May, June, July, August, September, October, November, December",
  ),
  number: words(
    "two, three, four, five, six, seven, eight, nine, ten, twelve, twenty, thirty, fifty",
  ),
  year: Array.from({ length: 70 }, (_, index) => String(1950 + index)),
  companion: words(
    "my sister, my brother, my parents, a friend, two friends, my cousin, my neighbour, a colleague, my aunt, my uncle",
  ),
};

export function neutralWord(slot: string, draw: Draw): string | undefined {
  if (slot === "person") return `${draw.pick(pools.first!)} ${draw.pick(pools.last!)}`;
  const pool = pools[slot];
  return pool && draw.pick(pool);
}
