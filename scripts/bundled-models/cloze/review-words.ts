import { words } from "./marked.ts";

export type Polarity = "positive" | "negative";

export const opposite = { positive: "negative", negative: "positive" } as const;

/** The kinds of word that a template's mask may take in a review, most frequent first. */
export const sentimentWords = {
  positive: {
    quality:
      words(`great, good, wonderful, excellent, fantastic, brilliant, amazing, perfect, lovely, superb, awesome, delightful, outstanding, marvellous,
      enjoyable, beautiful, nice, fine, impressive, terrific, splendid, fabulous`),
    verdict: words("positive, good, favourable, enthusiastic, great, glowing"),
    feeling: words("happy, satisfied, pleased, delighted, glad, impressed, thrilled, grateful"),
    verb: words("loved, liked, enjoyed, adored, recommend, praised, admired, treasured"),
  },
  negative: {
    quality:
      words(`terrible, bad, awful, horrible, boring, poor, dreadful, disappointing, mediocre, dull, weak, unpleasant, miserable, pathetic, useless, annoying,
      disgusting, ugly, worthless, lousy, shameful, appalling`),
    verdict: words("negative, bad, unfavourable, critical, terrible, scathing"),
    feeling: words("sad, unhappy, angry, disappointed, upset, annoyed, frustrated, disgusted"),
    verb: words("hated, disliked, regretted, detested, loathed, criticised, dreaded, despised"),
  },
} as const satisfies Record<Polarity, Record<string, readonly string[]>>;

export type SentimentKind = keyof (typeof sentimentWords)["positive"];

/** Opinions as nouns: "it was a triumph". */
export const verdictNouns: Readonly<Record<Polarity, readonly string[]>> = {
  positive: words(
    "masterpiece, triumph, delight, joy, pleasure, success, treat, gem, winner, treasure",
  ),
  negative: words(
    "disaster, failure, mess, nightmare, scandal, shame, disgrace, flop, mistake, ripoff",
  ),
};

export interface Domain {
  readonly label: string;
  /** What a mask about the review's subject may be, the class name first. */
  readonly labelWords: readonly string[];
  /** What is reviewed. */
  readonly things: readonly string[];
  /** What it has. */
  readonly aspects: readonly string[];
  readonly positive: readonly string[];
  readonly negative: readonly string[];
  /** Sentences without an opinion. */
  readonly neutral: readonly string[];
}

export const domains: readonly Domain[] = [
  {
    label: "film",
    labelWords: words("film, movie, cinema, story, acting, drama, comedy, actor, director, plot"),
    things: words("film, movie, comedy, thriller, drama, documentary, sequel, musical, western"),
    aspects: words(
      "acting, plot, music, ending, dialogue, cast, story, camera work, script, first half, main actor, director, soundtrack, costume design",
    ),
    positive: words(
      "gripping, moving, funny, clever, touching, thrilling, charming, original, exciting, hilarious",
    ),
    negative: words(
      "predictable, tedious, silly, slow, pointless, confusing, shallow, clumsy, tiresome, unfunny",
    ),
    neutral: [
      "We saw it on {day} with {companion}.",
      "I watched the {thing} in {city}.",
      "{person} plays the main part.",
      "It was made in {year}.",
      "It runs for {number} hours.",
      "The {thing} is set in {country}.",
      "The {thing} was shown in a small room in {city}.",
      "I had read about the {thing} in {month}.",
      "{companion} bought the tickets.",
      "In the {thing} a man from {country} comes to {city}.",
      "It is the second {thing} by {person}.",
      "They showed the {thing} at {number} in the evening.",
      "The {thing} comes from {country}.",
      "{person} wrote it in {month}.",
    ],
  },
  {
    label: "restaurant",
    labelWords: words("restaurant, food, meal, cafe, dinner, kitchen, dish, lunch, taste, menu"),
    things: words("restaurant, cafe, bistro, pizzeria, bakery, canteen, diner, bar, tavern"),
    aspects: words(
      "soup, pasta, fish, service, waiter, dessert, menu, wine, coffee, bread, breakfast, lunch, dinner, salad, sauce, cook, pizza, cake",
    ),
    positive: words(
      "delicious, tasty, fresh, friendly, juicy, crispy, attentive, generous, cosy, inviting",
    ),
    negative: words("stale, bland, rude, greasy, soggy, burnt, salty, overpriced, tasteless, raw"),
    neutral: [
      "We ate there on {day} with {companion}.",
      "The {thing} is in {city}.",
      "I ordered at {number} in the evening.",
      "There were {number} of us.",
      "The {thing} opened in {month}.",
      "{person} had booked a table.",
      "They serve lunch until {number}.",
      "The {thing} is closed on {day}.",
      "{companion} paid for the meal.",
      "We had a table near the kitchen.",
      "{person} cooks in this {thing}.",
      "The {thing} serves dishes from {country}.",
      "The {thing} has {number} tables.",
      "We found the {thing} on the way to {city}.",
    ],
  },
  {
    label: "hotel",
    labelWords: words("hotel, room, holiday, travel, stay, guest, reception, bed, trip, hostel"),
    things: words("hotel, hostel, guesthouse, apartment, resort, inn, lodge, campsite"),
    aspects: words(
      "room, bed, bathroom, view, staff, pool, breakfast, reception, location, garden, shower, balcony, lobby, service, parking",
    ),
    positive: words(
      "clean, comfortable, quiet, spacious, cosy, friendly, relaxing, welcoming, elegant, modern",
    ),
    negative: words("dirty, noisy, cramped, rude, smelly, cold, shabby, broken, damp, overpriced"),
    neutral: [
      "We stayed for {number} nights in {month}.",
      "The {thing} is near {city}.",
      "I was there with {companion}.",
      "Our room was on the second floor.",
      "We arrived on {day}.",
      "The {thing} was built in {year}.",
      "The {thing} has {number} floors.",
      "We had a room with {number} beds.",
      "The key was at the reception.",
      "{companion} slept next door.",
      "From the {thing} it is {number} minutes to the station.",
      "We checked in with {person} at night.",
      "{person} booked it for us.",
      "We spent {number} days in the {thing}.",
    ],
  },
  {
    label: "product",
    labelWords: words(
      "product, phone, device, machine, gadget, purchase, item, camera, tool, appliance",
    ),
    things: words(
      "phone, laptop, camera, kettle, lamp, radio, bicycle, backpack, watch, printer, keyboard, vacuum cleaner, coffee machine, headset, blender",
    ),
    aspects: words(
      "battery, screen, sound, design, price, quality, manual, packaging, delivery, handle, display, support, material, colour, customer service",
    ),
    positive: words(
      "reliable, sturdy, useful, handy, fast, practical, solid, durable, affordable, elegant",
    ),
    negative: words(
      "faulty, flimsy, slow, broken, cheap, unreliable, overpriced, defective, noisy, fragile",
    ),
    neutral: [
      "I bought the {thing} in {month}.",
      "The {thing} arrived on {day}.",
      "It was a present from {companion}.",
      "I have had it for {number} weeks.",
      "I ordered the {thing} from {city}.",
      "The {thing} was delivered from {country}.",
      "I use the {thing} every {day}.",
      "My old {thing} was from {year}.",
      "{person} ordered it online.",
      "The {thing} comes with {number} cables.",
      "{companion} has the same {thing}.",
      "The box has {number} parts.",
      "{person} uses the {thing} at home.",
      "I unpacked it on {day} with {companion}.",
    ],
  },
];
