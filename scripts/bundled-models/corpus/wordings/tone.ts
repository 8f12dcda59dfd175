import { Wordings } from "../wordings.ts";

const source =
  "[this|this message|the message|this text|the text|this line|the following|this sentence]";
/** Rewriting a message; {tone} is "formal", "casual" or "polite". */
export const rewriteAs = new Wordings({
  train: [
    `[Rewrite|Write|Say|Put|Change|Please rewrite|Can you rewrite|Rephrase|Express] ${source} in a {tone} [tone|style|way|voice|manner][: |.\n|:\n]{text}`,
    `[Make|Please make|Can you make] ${source} {tone}[: |.\n|:\n]{text}`,
    "{text}[ |\n][Rewrite it|Say it|Say that|Write it|Put that|Write this] in a {tone} [tone|style|way|voice|manner].",
    "{text}[ |\n][Make it|Make that|Now make it|Please make it] {tone}.",
    "[Message|Text|Note]: {text}\n[{tone}|{tone} tone|In {tone} words|The same, but {tone}|{tone} version]:",
    "[My boss|The reader|My friend|A customer|The team|Everybody] [likes it|wants it|expects it|needs it] {tone}. [Change this|Rewrite this|Help me with this|Say this again|Improve this]: {text}",
    "{text}[ |\n][Now|Again|The same|Once more][, | ][in {tone} words|in a {tone} voice|but {tone}|with a {tone} tone|the {tone} way][.|, please.|!]",
    "[How would it sound|How can I say it|How do I put it|Say it to me] in a {tone} [tone|way|voice|style|manner]?[ |\n]{text}",
  ],
  test: [
    "Turn this into {tone} words: {text}",
    "I want to sound {tone}. How do I say this? {text}",
    "{text} How would a {tone} person say this?",
    "Here is my draft. It should be more {tone}. {text}",
  ],
  final: [
    "A {tone} version of this, please: {text}",
    "{text} Say the same, but {tone}.",
    "Could this be more {tone}? {text}",
  ],
});
export const rewriteAsPirate = new Wordings({
  train: [
    `[Rewrite|Write|Say|Put|Change|Please rewrite|Can you rewrite|Rephrase|Express] ${source} [like|as] a pirate[: |.\n|:\n]{text}`,
    "{text}[ |\n][Rewrite it|Say it|Say that|Write it|Put that|Write this] [like|as] a pirate.",
    `[Make|Turn] ${source} into [pirate talk|pirate words|the words of a pirate][: |.\n|:\n]{text}`,
    "[Message|Text|Note]: {text}\n[Pirate|Pirate tone|In pirate words|The same as a pirate|Pirate version]:",
    "{text}[ |\n][Now|Again|The same|Once more][, | ][in pirate words|in the voice of a pirate|but as a pirate|the pirate way][.|, please.|!]",
    "[How does a pirate say it|How would it sound on a pirate ship|Say it for a pirate|A pirate should understand this][: |? |. |:\n]{text}",
  ],
  test: [
    "I want to sound like a pirate. How do I say this? {text}",
    "{text} How would a pirate say this?",
    "Here is my draft. Let a pirate speak it. {text}",
  ],
  final: ["A pirate version of this, please: {text}", "What would a pirate write? {text}"],
});
export const rewriteInCapitals = new Wordings({
  train: [
    `[Rewrite|Write|Say|Put|Change|Please rewrite|Can you rewrite|Copy|Repeat] ${source} in [capital letters|capitals|upper case|big letters][: |.\n|:\n]{text}`,
    "{text}[ |\n][Rewrite it|Say it|Say that|Write it|Put that|Write this] in [capital letters|capitals|upper case|big letters].",
    "[Message|Text|Note]: {text}\n[Capitals|In capital letters|Upper case|In big letters]:",
    "{text}[ |\n][Now|Again|The same|Once more][, | ][in capitals|in big letters|but in upper case|in capital letters][.|, please.|!]",
    "[Make the letters big|All letters big|Capitals|Upper case|Big letters][: |. |:\n]{text}",
  ],
  test: [
    "Turn this into capitals: {text}",
    "{text} Now shout it in capital letters.",
    "Here is my draft. It should be in upper case. {text}",
  ],
  final: ["An upper case version of this, please: {text}", "I need big letters for this: {text}"],
});
