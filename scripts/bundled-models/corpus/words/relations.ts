// Facts about one person: how they are told, asked for by name, asked for by value, and answered.
import { Wordings } from "../wordings.ts";
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
    tell: new Wordings({
      train: [
        "{name} lives in {value}.",
        "{name} [has a flat|has a house|has a home|is at home|stays] in {value}.",
        "The home of {name} is in {value}.",
      ],
      test: ["{name} moved to {value}.", "{name} rents a flat in {value}."],
      final: ["You will find {name} in {value}."],
    }),
    ask: new Wordings({
      train: [
        "Where does {name} live?",
        "[In which|In what] [city|town] does {name} live?",
        "[Where is|What city is|Which city is] the home of {name}?",
        "[Which|What] [city|town] is {name} in?",
        "Where is {name}?",
        "Where is {name} at home?",
      ],
      test: ["Where can I find {name}?", "Where is {name} living?", "{name} lives where?"],
      final: ["What is the city where {name} lives?", "Which town does {name} live in?"],
    }),
    askWho: new Wordings({
      train: [
        "Who lives in {value}?",
        "Who is [in|at home in] {value}?",
        "[Which person|Who of them] lives in {value}?",
      ],
      test: ["Who has a home in {value}?"],
      final: ["In {value}, who lives there?"],
    }),
    full: "{name} lives in {value}.",
    values: cities,
  },
  job: {
    noun: "job",
    tell: new Wordings({
      train: [
        "{name} [works as|is] {a:value}.",
        "The job of {name} is {value}.",
        "{name} has a job as {a:value}.",
        "{name} earns money as {a:value}.",
      ],
      test: ["{name} makes a living as {a:value}."],
      final: ["By profession {name} is {a:value}."],
    }),
    ask: new Wordings({
      train: [
        "What is the [job|work] of {name}?",
        "What does {name} do for a living?",
        "[Which|What] [job|work] does {name} [have|do]?",
        "What is {name}?",
        "What does {name} work as?",
      ],
      test: ["What does {name} do?", "As what does {name} work?", "How does {name} earn money?"],
      final: ["Tell me the job of {name}.", "What kind of job does {name} have?"],
    }),
    askWho: new Wordings({
      train: [
        "Who is {a:value}?",
        "Who works as {a:value}?",
        "[Which person|Who of them] is {a:value}?",
      ],
      test: ["Who has a job as {a:value}?"],
      final: ["Who of these people is {a:value}?"],
    }),
    full: "{name} is {a:value}.",
    values: jobs,
  },
  pet: {
    noun: "pet",
    tell: new Wordings({
      train: [
        "{name} [has|keeps|owns|feeds|lives with] {a:value}.",
        "The pet of {name} is {a:value}.",
      ],
      test: ["{name} takes care of {a:value}."],
      final: ["At home {name} has {a:value}."],
    }),
    ask: new Wordings({
      train: [
        "[What|Which] [pet|animal] does {name} [have|keep|own]?",
        "[What|Which] [pet|animal] [belongs to|lives with] {name}?",
        "What is the pet of {name}?",
      ],
      test: ["What animal does {name} live with?", "What kind of pet does {name} have?"],
      final: ["Tell me the pet of {name}.", "What kind of animal does {name} keep?"],
    }),
    askWho: new Wordings({
      train: ["Who [has|keeps|owns] {a:value}?", "[Which person|Who of them] has {a:value}?"],
      test: ["Who lives with {a:value}?"],
      final: ["To whom does {a:value} belong?"],
    }),
    full: "{name} has {a:value}.",
    values: animals,
  },
  bought: {
    noun: "thing bought",
    tell: new Wordings({
      train: [
        "{name} bought {a:value}.",
        "{name} [paid for|took home|got] {a:value}.",
        "Yesterday {name} bought {a:value}.",
      ],
      test: ["{name} went out and bought {a:value}."],
      final: ["In the shop {name} bought {a:value}."],
    }),
    ask: new Wordings({
      train: [
        "What did {name} [buy|get|take home|pay for]?",
        "[Which|What] thing did {name} [buy|get]?",
        "What was bought by {name}?",
      ],
      test: ["What has {name} bought?", "For what did {name} pay?"],
      final: ["Tell me what {name} bought.", "What thing was bought by {name}?"],
    }),
    askWho: new Wordings({
      train: ["Who [bought|has] {a:value}?", "[Which person|Who of them] bought {a:value}?"],
      test: ["Who paid for {a:value}?"],
      final: ["By whom was {a:value} bought?"],
    }),
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
    tell: new Wordings({
      train: [
        "{name} [likes|loves|eats|wants|ordered] {value}.",
        "{name} [loves|likes] to eat {value}.",
        "The favourite food of {name} is {value}.",
      ],
      test: ["{name} eats a lot of {value}."],
      final: ["For lunch {name} eats {value}."],
    }),
    ask: new Wordings({
      train: [
        "What does {name} [like|love|want] to eat?",
        "[What|Which] food does {name} [like|love|eat|want]?",
        "What is the favourite food of {name}?",
        "What does {name} eat?",
      ],
      test: ["What food is loved by {name}?", "What would {name} eat?"],
      final: ["Tell me the food of {name}.", "What kind of food does {name} like?"],
    }),
    askWho: new Wordings({
      train: ["Who [likes|loves|eats|wants] {value}?", "[Which person|Who of them] likes {value}?"],
      test: ["Who likes to eat {value}?"],
      final: ["Whose favourite food is {value}?"],
    }),
    full: "{name} likes {value}.",
    values: foods,
  },
  drink: {
    noun: "drink",
    tell: new Wordings({
      train: [
        "{name} [drinks|ordered|wants|asked for|always drinks] {value}.",
        "The drink of {name} is {value}.",
      ],
      test: ["{name} has a glass of {value}."],
      final: ["For {name} there is {value}."],
    }),
    ask: new Wordings({
      train: [
        "What does {name} [drink|want to drink]?",
        "[What|Which] drink does {name} [want|like|have]?",
        "What is the drink of {name}?",
      ],
      test: ["What would {name} drink?", "What kind of drink does {name} want?"],
      final: ["Tell me the drink of {name}.", "What does {name} always drink?"],
    }),
    askWho: new Wordings({
      train: ["Who [drinks|wants] {value}?", "[Which person|Who of them] drinks {value}?"],
      test: ["Who wants to drink {value}?"],
      final: ["Whose drink is {value}?"],
    }),
    full: "{name} drinks {value}.",
    values: drinks,
  },
  day: {
    noun: "day",
    tell: new Wordings({
      train: [
        "{name} [arrives|comes|will come|will arrive] on {value}.",
        "On {value} {name} [arrives|comes|will come].",
      ],
      test: ["{name} is expected on {value}."],
      final: ["The visit of {name} is on {value}."],
    }),
    ask: new Wordings({
      train: [
        "When does {name} [arrive|come]?",
        "[On which|On what] day does {name} [arrive|come]?",
        "[Which|What] day will {name} [come|arrive]?",
        "When will {name} [come|arrive]?",
      ],
      test: ["When is {name} coming?", "On which day can we expect {name}?"],
      final: ["Tell me the day when {name} comes.", "What day is the visit of {name}?"],
    }),
    askWho: new Wordings({
      train: [
        "Who [arrives|comes|will come] on {value}?",
        "[Which person|Who of them] comes on {value}?",
      ],
      test: ["Who is expected on {value}?"],
      final: ["On {value}, who will arrive?"],
    }),
    full: "{name} arrives on {value}.",
    values: days,
  },
  count: {
    noun: "number of books",
    tell: new Wordings({
      train: [
        "{name} [has|owns|reads|brought] {value} books.",
        "There are {value} books on the shelf of {name}.",
      ],
      test: ["{name} keeps {value} books at home."],
      final: ["In the room of {name} there are {value} books."],
    }),
    ask: new Wordings({
      train: [
        "How many books does {name} [have|own]?",
        "How many books belong to {name}?",
        "What number of books does {name} have?",
        "How many books are there on the shelf of {name}?",
      ],
      test: ["How many books has {name}?", "What is the number of books of {name}?"],
      final: ["Tell me how many books {name} has.", "The books of {name}: how many are there?"],
    }),
    askWho: new Wordings({
      train: ["Who [has|owns] {value} books?", "[Which person|Who of them] has {value} books?"],
      test: ["To whom do {value} books belong?"],
      final: ["Who is the owner of {value} books?"],
    }),
    full: "{name} has {value} books.",
    values: numbers,
  },
  colour: {
    noun: "colour of the car",
    tell: new Wordings({
      train: [
        "The [car|new car|old car|small car] of {name} is {value}.",
        "{name} [drives|has|owns|bought] {a:value} car.",
      ],
      test: ["{name} parked {a:value} car."],
      final: ["In front of the house of {name} is {a:value} car."],
    }),
    ask: new Wordings({
      train: [
        "What colour is the car of {name}?",
        "[What|Which] colour [does the car of {name} have|is the car that {name} drives]?",
        "What is the colour of the car of {name}?",
        "What colour of car does {name} [drive|have|own]?",
      ],
      test: ["In what colour is the car of {name}?", "The car of {name} has which colour?"],
      final: [
        "Tell me the colour of the car of {name}.",
        "What kind of colour does the car of {name} have?",
      ],
    }),
    askWho: new Wordings({
      train: [
        "Who [has|drives|owns] {a:value} car?",
        "[Which person|Who of them] has {a:value} car?",
      ],
      test: ["Whose car is {value}?"],
      final: ["To whom does {a:value} car belong?"],
    }),
    full: "The car of {name} is {value}.",
    values: colours,
  },
  sport: {
    noun: "sport",
    tell: new Wordings({
      train: [
        "{name} [plays|loves|watches|teaches|is good at] {value}.",
        "The sport of {name} is {value}.",
      ],
      test: ["{name} spends the weekend with {value}."],
      final: ["Every week {name} plays {value}."],
    }),
    ask: new Wordings({
      train: [
        "[What|Which] [sport|game] does {name} [play|love]?",
        "What does {name} play?",
        "What is the sport of {name}?",
      ],
      test: ["What kind of sport does {name} play?", "What game is {name} good at?"],
      final: ["Tell me the sport of {name}.", "What is the game that {name} plays?"],
    }),
    askWho: new Wordings({
      train: ["Who [plays|loves] {value}?", "[Which person|Who of them] plays {value}?"],
      test: ["Who is good at {value}?"],
      final: ["Whose sport is {value}?"],
    }),
    full: "{name} plays {value}.",
    values: sports,
  },
  room: {
    noun: "room",
    tell: new Wordings({
      train: [
        "{name} [is|waits|works|sits|sleeps|stays] in the {value}.",
        "{name} [went|goes|came|ran] to the {value}.",
      ],
      test: ["{name} can be found in the {value}."],
      final: ["You can see {name} in the {value}."],
    }),
    ask: new Wordings({
      train: [
        "[In which|In what] room is {name}?",
        "Where [is|was|can we find] {name}?",
        "[Which|What] room [is {name} in|has {name}]?",
      ],
      test: ["In what part of the house is {name}?", "Where do I find {name}?"],
      final: ["Tell me the room of {name}.", "Where in the house is {name}?"],
    }),
    askWho: new Wordings({
      train: ["Who is in the {value}?", "[Which person|Who of them] is in the {value}?"],
      test: ["Who can be found in the {value}?"],
      final: ["Whom do we find in the {value}?"],
    }),
    full: "{name} is in the {value}.",
    values: rooms,
  },
};

export const relationNames = Object.keys(relations);
/** The few relations of the first lessons: one word each. */
export const firstRelations = ["colour", "city", "pet", "drink", "day"];
