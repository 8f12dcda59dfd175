const split = (text: string): string[] => text.trim().split(/\s*,\s*/);

export const brands = split(
  "Nordo, Lumia, Brightleaf, Kestrel, Aqualine, Solvo, Tembo, Arcady, Vento, Marlow, Zephyr, Orchard, Pinebrook, Quantia, Rivela, Halden",
);
export const products = split(
  "phone, laptop, headset, electric bike, smart watch, coffee machine, camera, tablet, vacuum cleaner, running watch, backpack, desk lamp, drone, electric car, printer, toothbrush",
);
export const features = split(
  "longer battery life, a brighter screen, a lower price, a lighter frame, faster charging, better sound, a new design, voice control, a solar panel, a waterproof case, a larger display, more storage",
);
export const launched = [
  "{brand} [presented|showed|launched|announced] a new {product} on {day}.",
  "{brand} has [shown|presented|launched] its new {product}.",
  "On {day} the company {brand} [launched|presented|showed] a new {product}.",
] as const;
export const featured = [
  "[It comes with|The main change is|Buyers get|New is|It has] {feature}.",
  "People [like|asked for|waited for] {feature}, and here it is.",
] as const;
export const priced = ["[It costs|The price is|It will sell for|Shops want] {price}."] as const;
export const matches = [
  "{city} played against {rival} on {day}. The match ended {a} to {b}.",
  "In front of a full stadium, {city} met {rival}. The score at the end was {a} to {b}.",
  "The match of {city} and {rival} ended {a} to {b}.",
] as const;
/** What happened, and the headline. */
export const events: readonly (readonly [told: string, headline: string])[] = [
  [
    "[A storm|Last night a storm|A heavy storm] closed [every road|all roads] in {city}.",
    "Storm closes roads in {city}",
  ],
  ["[The mayor|The minister] opened a new bridge in {city}.", "New bridge opens in {city}"],
  [
    "[A fire|Last night a fire|A big fire] [damaged|hit] the museum of {city}.",
    "Fire damages museum in {city}",
  ],
  [
    "[Thousands|Many people|Large crowds] came to the music festival in {city}.",
    "Thousands visit music festival in {city}",
  ],
  [
    "[All trains|Trains] stood still in {city} because of a strike.",
    "Strike stops trains in {city}",
  ],
  ["[A lost|An old] painting was found in {city}.", "Lost painting found in {city}"],
  ["[The zoo|The old zoo] of {city} has a baby elephant.", "Baby elephant born in {city}"],
  ["[Heavy rain|Two days of rain] flooded the market of {city}.", "Rain floods market in {city}"],
  ["[A new school|A large new school] opened its doors in {city}.", "New school opens in {city}"],
  [
    "[Thieves|Two thieves] took a gold crown from the castle of {city}.",
    "Thieves steal crown in {city}",
  ],
];
export const extraNews = [
  "The company was founded in a [small garage|little shop|quiet village].",
  "[Experts|Many people|Neighbours] were [surprised|not surprised|glad].",
  "The news came on a quiet [morning|evening].",
  "A spokesman gave no further details.",
  "[Many people|The fans|Families] had waited for this.",
  "Shops will open [early|late].",
] as const;
