import { Wordings } from "../wordings.ts";

const ask =
  "[Write|Tell|Tell me|Give me|Make up|Invent|Create|Make|Write me|Can you write|Can you tell me|Could you write|Could you tell me|Please write|Please tell me|I want|I need|I would like|I would like to hear|I want to read|I would love to read|Let me hear|Show me|Think of|Now write|Compose|Imagine]";
const stories =
  "[a story|a short story|a little story|a tale|a short tale|a tiny story|one story|a nice story|a new story|a fairy tale|a brief story|a tale for children|a good story|a few lines|some sentences]";
const about = "[about|with|on|featuring]";
const stop = "[.|, please.||?|!]";
const heading = "[Story|Tale|Short story|Topic|Theme|Subject]";

export const askForBoth = new Wordings({
  train: [
    "Write a story about {a:hero} and {his} {partner}.",
    `${ask} ${stories} ${about} {a:hero} and {his} {partner}${stop}`,
    `${ask} ${stories} ${about} {a:hero} and {a:partner}${stop}`,
    `${heading}[:| about| with] {a:hero} and [{his} {partner}|{a:partner}]${stop}`,
    `{a:hero} and [{his} {partner}|{a:partner}][: a story|. Write the story|. Tell the story|: tell me more|, a short tale]${stop}`,
  ],
  test: [
    "Give me a story in which {a:hero} meets {a:partner}.",
    "Could you tell me a story of {a:hero} with {his} {partner}?",
    "What happens to {a:hero} and {his} {partner}? Tell me the story.",
    "My children want a story. It has {a:hero} and {a:partner} in it.",
  ],
  final: [
    "I like stories about {a:hero} and {a:partner}. Please write one.",
    "Do you know a tale of {a:hero} and {his} {partner}?",
    "The story should be about {a:hero} and {his} {partner}.",
  ],
});
export const askForOne = new Wordings({
  train: [
    `${ask} ${stories} ${about} {a:word}${stop}`,
    `${heading}[:| about| with] {a:word}${stop}`,
    `{a:word}[: a story|. Write the story|. Tell the story|: tell me more|, a short tale]${stop}`,
  ],
  test: [
    "Give me a story with {a:word} in it.",
    "Tonight I want to hear about {a:word}. Tell me a story.",
    "What happens to {a:word}? Tell me the story.",
  ],
  final: [
    "I like stories about {a:word}. Please write one.",
    "The story should be about {a:word}.",
  ],
});
export const askForList = new Wordings({
  train: [
    `${ask} ${stories} ${about} {list}${stop}`,
    `[Story|Tale|Short story|Topic|Theme][:| about| with] {list}${stop}`,
    "[Words|Use these words|Story words]: {list}. [Write a story|Tell a story|Make a story of it][.|, please.|!]",
  ],
  test: [
    "Compose a short tale that contains {list}.",
    "These words should be in the story: {list}.",
    "Make up a story with {list} in it.",
  ],
  final: ["I like stories with {list}. Please write one.", "There should be {list} in the story."],
});
export const askForAny = new Wordings({
  train: [`${ask} ${stories}${stop}`],
  test: [
    "Do you have a story for me?",
    "My children want a story.",
    "I am bored. Tell me something nice.",
  ],
  final: ["It is time for a story.", "Do you know a tale?"],
});
export const withElements = new Wordings({
  train: [
    "[Use|Include|Mention|Put in|Add|Do not forget|Also use|Also include|Please include|Please use|There must be|There is|I want|It needs|Bring in|Work in|With] {elements}[| in it| somewhere| too| as well|, please].",
  ],
  test: ["Also mention {elements}.", "It should contain {elements}.", "Part of it is {elements}."],
  final: ["Let there be {elements}.", "It also has {elements}."],
});
export const withName = new Wordings({
  train: [
    "[The name|The name of the hero|The name of the {role}] [is|should be|must be|will be] {name}.",
    "[Call|Name] [the {role}|the hero|the main person|the main character] {name}[|, please].",
    "Let [the {role}|the hero] be [called |named |]{name}.",
    "[Call|Please call] {him} {name}[.|!]",
    "{name} [is the hero|is the {role}|should be in it|plays the main part|is the name].",
    "[The {role}|The hero|The main character] [is|should be|must be] [called |named |]{name}.",
  ],
  test: [
    "Use the name {name}.",
    "For the {role} I want the name {name}.",
    "{name} is the main character.",
  ],
  final: ["The person in the story is {name}.", "Please take {name} as the name."],
});
export const withPlace = new Wordings({
  train: [
    "[It|The story|Everything|All of it|The tale] [happens|takes place|is set|plays|should happen|should take place|must happen] in {city}.",
    "[Place|Scene|City|Where][: |? |: in ]{city}.",
    "[Let it|Make it] [happen|play|take place] in {city}.",
    "[The place|The scene|The city] [is|should be] {city}.",
  ],
  test: ["Set it in {city}.", "The scene of the story is {city}.", "We are in {city}."],
  final: ["It is a story from {city}.", "{city} should be the place."],
});
export const withMood = new Wordings({
  train: [
    "[Give it|Use|It needs|I want|Please give it|It should have|Make it have|Add|Write] a {mood} [ending|end|finish|last sentence].",
    "[The ending|The end|The last sentence|The finish] [is|should be|must be|has to be] {mood}.",
    "[Let it|It should|It must|Make it] [end|finish|close] in a {mood} way.",
  ],
  test: ["End on a {mood} note.", "I like a {mood} ending.", "Make the end {mood}."],
  final: ["A {mood} end would be nice.", "At the end it should be {mood}."],
});
