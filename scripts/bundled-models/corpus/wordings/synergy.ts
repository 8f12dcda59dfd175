import { Wordings } from "../wordings.ts";

const where =
  "[Where do we meet?|Where shall we meet?|Meeting place?|Where is the meeting?|Name the place.|What is the meeting place?|Tell me the place.]";
export const askMeeting = new Wordings({
  train: [
    `[The code word is|Code word:|The word is|Code:|Our code word is|Today the code is] {code}[, | and ][the colour is|colour:|with the colour|the colour today is] {colour}. ${where}`,
    `[The colour is|Colour:|Our colour is|Today the colour is] {colour}[, | and ][the code word is|code word:|the word is|code:] {code}. ${where}`,
    "[Where do we meet|Where shall we meet|Where is the meeting|What is the place] [with|for|on|if it is|at] [the |]{colour} {code}?",
    `[It is|Today it is|We have|I say|Remember] [the |]{colour} {code}. ${where}`,
  ],
  test: [
    "Today it is the {colour} {code}. To which place do we go?",
    "Meeting place for the code word {code} together with the colour {colour}?",
    "Agent, {code} and {colour}. Where do we meet?",
    "Colour {colour}, code {code}: name the place.",
  ],
  final: [
    "With {colour} as colour and {code} as code word, where is the meeting?",
    "I have {code}, and I have {colour}. Where do we meet?",
  ],
});
const lit =
  "[Is the lamp on?|Does the lamp burn?|Is there light?|Lamp on?|Does it burn?|Is the light on?]";
export const askSwitches = new Wordings({
  train: [
    `[The first switch|Switch one|The left switch|Switch A] is {first}[ and |, ][the second|switch two|the right switch|the other one] is {second}. ${lit}`,
    `[A lamp has two switches|Two switches control a lamp|One lamp, two switches]. [One|The first|The left one] is {first}, [the other|the second|the right one] is {second}. ${lit}`,
    `[Switch one|First switch|Left switch]: {first}. [Switch two|Second switch|Right switch]: {second}. ${lit}`,
  ],
  test: [
    "A lamp burns only when exactly one switch is on. The left switch is {first} and the right switch is {second}. Does it burn?",
    "One of the two switches is {first}, the other is {second}. Can you see the light?",
    "With one switch {first} and one switch {second}, is the lamp on?",
  ],
  final: [
    "I turned one switch {first} and the other switch {second}. Is there light now?",
    "Two switches. One {first}, one {second}. Does the lamp burn?",
  ],
});
const enter =
  "[Can {name} enter?|May {name} enter?|May {name} pass?|Is that enough?|Can {name} go in?|Is {name} let in?]";
export const askDoor = new Wordings({
  train: [
    `[To enter you need|To pass you need|You must show|One must have|The door asks for|The rule asks for] [both |]{need1} and {need2}. {name} [has|carries|owns|brings|holds] {first} and {second}. ${enter}`,
    `{name} [has|carries|owns|brings|holds] {first} and {second}. [To enter you need|To pass you need|One must have|The rule asks for] [both |]{need1} and {need2}. ${enter}`,
  ],
  test: [
    "Both {need1} and {need2} are needed. {name} has {first} and {second}. Is that enough?",
    "Only people with {need1} and {need2} may pass. {name} has {first} and {second}. May {name} pass?",
    "{name} comes with {first} and {second}, but one must have {need1} and {need2}. Is {name} let in?",
  ],
  final: [
    "The guard wants to see {need1} and {need2}. {name} has {first} and {second}. Can {name} go in?",
    "Without {need1} and {need2} nobody comes in. {name} has {first} and {second}. May {name} enter?",
  ],
});
