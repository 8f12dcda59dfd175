// Facts about one person: how they are told, asked for by name, asked for by value, and answered.
import { askingWhat, askingWho } from "../wordings/asking.ts";
import { telling } from "../wordings/telling.ts";
import type { Wordings } from "../wordings.ts";
import { cities } from "./places.ts";
import {
  animals,
  colours,
  days,
  drinks,
  foods,
  jobs,
  numbers,
  objects,
  rooms,
  sports,
} from "./things.ts";

export interface Relation {
  /** Names the relation in a list: "Colours. Anna: red." */
  noun: string;
  tell: Wordings;
  ask: Wordings;
  askWho: Wordings;
  full: string;
  values: readonly string[];
  /** Clauses that may follow the fact and change nothing. */
  tails?: readonly string[];
}

const boughtThings = colours
  .slice(0, 8)
  .flatMap((colour) => objects.slice(0, 26).map((object) => `${colour} ${object}`));

export const relations: Record<string, Relation> = {
  city: {
    noun: "city",
    tell: telling.city,
    ask: askingWhat.city,
    askWho: askingWho.city,
    full: "{name} lives in {value}.",
    values: cities,
  },
  job: {
    noun: "job",
    tell: telling.job,
    ask: askingWhat.job,
    askWho: askingWho.job,
    full: "{name} is {a:value}.",
    values: jobs,
  },
  pet: {
    noun: "pet",
    tell: telling.pet,
    ask: askingWhat.pet,
    askWho: askingWho.pet,
    full: "{name} has {a:value}.",
    values: animals,
  },
  bought: {
    noun: "thing bought",
    tell: telling.bought,
    ask: askingWhat.bought,
    askWho: askingWho.bought,
    full: "{name} bought {a:value}.",
    values: boughtThings,
    tails: [
      " because it was raining",
      " because it was cheap",
      " on the market",
      " in a small shop",
      " for a friend",
    ],
  },
  food: {
    noun: "food",
    tell: telling.food,
    ask: askingWhat.food,
    askWho: askingWho.food,
    full: "{name} likes {value}.",
    values: foods,
  },
  drink: {
    noun: "drink",
    tell: telling.drink,
    ask: askingWhat.drink,
    askWho: askingWho.drink,
    full: "{name} drinks {value}.",
    values: drinks,
  },
  day: {
    noun: "day",
    tell: telling.day,
    ask: askingWhat.day,
    askWho: askingWho.day,
    full: "{name} arrives on {value}.",
    values: days,
  },
  count: {
    noun: "number of books",
    tell: telling.count,
    ask: askingWhat.count,
    askWho: askingWho.count,
    full: "{name} has {value} books.",
    values: numbers,
  },
  colour: {
    noun: "colour of the car",
    tell: telling.colour,
    ask: askingWhat.colour,
    askWho: askingWho.colour,
    full: "The car of {name} is {value}.",
    values: colours,
  },
  sport: {
    noun: "sport",
    tell: telling.sport,
    ask: askingWhat.sport,
    askWho: askingWho.sport,
    full: "{name} plays {value}.",
    values: sports,
  },
  room: {
    noun: "room",
    tell: telling.room,
    ask: askingWhat.room,
    askWho: askingWho.room,
    full: "{name} is in the {value}.",
    values: rooms,
  },
};

export const relationNames = Object.keys(relations);
/** The few relations of the first lessons: one word each. */
export const firstRelations = ["colour", "city", "pet", "drink", "day"];
