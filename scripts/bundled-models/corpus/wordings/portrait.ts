import { Wordings } from "../wordings.ts";

const hobbies = [
  "{His} [personal interests|interests|hobbies|favourite hobbies|main interests] [include|are]",
  "In {his} free time {he} [likes|enjoys|loves]",
  "{He} [likes|enjoys|loves]",
  "On weekends {he} [likes|enjoys|loves]",
];

export const shownStart =
  "{name} lives in {city}, {state} and is {a:job}. {His} personal interests include";

/** The beginning of a portrait, to be continued with three hobbies. */
export const portraitStart = new Wordings({
  train: [
    shownStart,
    ...[
      "{name} [lives|has a home|has a flat|has a house] in {city}, {state} and [is|works as] {a:job}.",
      "{name}, {a:job}, [lives|has a home|is at home] in {city}, {state}.",
      "{name} is {a:job} [from|who lives in|living in|in] {city}, {state}.",
      "{name} has a job as {a:job} and [lives|has a flat] in {city}, {state}.",
    ].flatMap((start) => hobbies.map((end) => `${start} ${end}`)),
  ],
  test: [
    "Meet {name}, {a:job} from {city}, {state}. {His} interests are",
    "{name} has a job as {a:job} and a house in {city}, {state}. {He} enjoys",
    "This is {name} from {city}, {state}, who works as {a:job}. {His} hobbies are",
  ],
  final: [
    "In {city}, {state} lives {a:job} called {name}. {His} hobbies include",
    "Let me tell you about {name}. {He} is {a:job} in {city}, {state} and likes",
  ],
});
export const continueIt = new Wordings({
  train: [
    "[Complete|Finish|Continue|Extend|Go on with|Please complete|Please finish|Please continue] [the sentence|this sentence|this|the text|this text|the following]:",
    "[How does it go on|What comes next|Fill in the rest]?",
    "[Complete|Continue|Finish]:",
  ],
  test: ["How does this go on?", "Write the end of this sentence:"],
  final: ["The end is missing:", "Carry on:"],
});
