const split = (text: string): string[] => text.trim().split(/\s*,\s*/);

export const cities: readonly string[] = split(
  `Paris, London, Rome, Berlin, Madrid, Vienna, Lisbon, Athens, Dublin, Oslo, Prague, Warsaw, Budapest, Helsinki,
  Stockholm, Copenhagen, Brussels, Amsterdam, Geneva, Milan, Naples, Venice, Florence, Barcelona, Porto, Lyon, Nice,
  Munich, Hamburg, Cairo, Nairobi, Delhi, Tokyo, Kyoto, Seoul, Beijing, Hanoi, Bangkok, Sydney, Toronto, Montreal,
  Boston, Chicago, Denver, Dallas, Miami, Seattle, Austin, Lima, Havana, Leeds, York, Oxford, Bath`,
);

export type PlaceKind = "coast" | "mountain" | "metro" | "plain";
export interface Town {
  city: string;
  state: string;
  kind: PlaceKind;
}
const towns = (kind: PlaceKind, text: string): Town[] =>
  split(text).map((entry) => {
    const [city, state] = entry.split("/") as [string, string];
    return { city, state, kind };
  });

/** American cities with their state; the kind of place decides one hobby of a portrait. */
export const americanTowns: readonly Town[] = [
  ...towns(
    "coast",
    "Palm Coast/FL, Miami/FL, Key West/FL, Santa Cruz/CA, San Diego/CA, Malibu/CA, Cape May/NJ, Newport/RI, Virginia Beach/VA, Honolulu/HI",
  ),
  ...towns(
    "mountain",
    "Denver/CO, Boulder/CO, Aspen/CO, Vail/CO, Salt Lake City/UT, Park City/UT, Bozeman/MT, Jackson/WY, Boise/ID, Stowe/VT",
  ),
  ...towns(
    "metro",
    "New York/NY, Chicago/IL, Boston/MA, Seattle/WA, San Francisco/CA, Los Angeles/CA, Washington/DC, Atlanta/GA, Dallas/TX, Detroit/MI",
  ),
  ...towns(
    "plain",
    "Lincoln/NE, Omaha/NE, Wichita/KS, Topeka/KS, Des Moines/IA, Fargo/ND, Tulsa/OK, Amarillo/TX, Springfield/MO, Cheyenne/WY",
  ),
];

const pairs = (text: string): [string, string][] =>
  split(text).map((entry) => entry.split("/") as [string, string]);

/** A table to be known, and small. */
export const capitals: readonly [country: string, capital: string][] = pairs(
  `France/Paris, Germany/Berlin, Italy/Rome, Spain/Madrid, Portugal/Lisbon, Greece/Athens, Ireland/Dublin, Norway/Oslo,
  Sweden/Stockholm, Finland/Helsinki, Denmark/Copenhagen, Austria/Vienna, Poland/Warsaw, Hungary/Budapest,
  Belgium/Brussels, Egypt/Cairo, Kenya/Nairobi, Japan/Tokyo, China/Beijing, Vietnam/Hanoi, Thailand/Bangkok, Peru/Lima,
  Cuba/Havana, England/London, India/Delhi, Korea/Seoul, Canada/Ottawa, Russia/Moscow, Turkey/Ankara, Chile/Santiago`,
);
export const opposites: readonly [string, string][] = pairs(
  `hot/cold, big/small, fast/slow, old/new, happy/sad, rich/poor, light/dark, open/closed, early/late, full/empty,
  hard/soft, high/low, strong/weak, wet/dry, loud/quiet, clean/dirty, long/short, easy/difficult, day/night, love/hate,
  near/far, up/down, left/right, good/bad`,
);
