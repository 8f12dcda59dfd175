import { grown, heldOut, type Patterns } from "./draw.ts";
import type { SentimentKind } from "./review-words.ts";

/** Templates around `{text}` with one `<mask>`; some hand-written, some grown from few words. */
export interface Templates {
  readonly written: Patterns;
  readonly grown: Patterns;
}

/** For a mask that takes a word about what the text is about. */
export const topicTemplates: Templates = {
  written: heldOut([
    "[Topic : <mask>] {text}",
    "[ Topic : <mask> ] {text}",
    "[Category : <mask>] {text}",
    "Category: <mask> {text}",
    "<mask> : {text}",
    "<mask>: {text}",
    "<mask>. {text}",
    "{text} This topic is about <mask>.",
    "{text} This is about <mask>.",
    "{text} (<mask>)",
    "{text} [<mask>]",
    "Section: <mask>\n{text}",
    "Text about <mask>: {text}",
    "{text} It is all about <mask>.",
    "{text}\nTopic: <mask>",
    "{text} Topic: <mask>.",
    "{text} It belongs to <mask>.",
    "{text} In a word, <mask>.",
    "The following text is about <mask>. {text}",
    "{text} My field is <mask>.",
    "I read a text about <mask>. {text}",
    "{text} We file it under <mask>.",
    "Tag: <mask> | {text}",
    "{text} So much about <mask>.",
    "# <mask>\n{text}",
    "{text} The keyword is <mask>.",
    "Here is something about <mask>: {text}",
    "{text} It has to do with <mask>.",
    "{text} Clearly a case of <mask>.",
    "For friends of <mask>: {text}",
  ]),
  grown: grown([
    "(|[|[ )(Topic|Subject|Category|Section|Theme|Label|Field|Area|Tag|Keyword|Class)(:| :| -| =) <mask>(|.| ]|]) {text}",
    "{text} (This|The) (text|topic|subject|theme|article|page|paragraph) is (about|on) <mask>(.|)",
    "(This|The following) (text|page|article|paragraph|line) is about <mask>(:|.) {text}",
    "{text} (Topic|Subject|Category|Section|Theme|Label|Field|Area|Tag|Keyword)(:| :| -| =) <mask>(|.)",
    "{text}( |\n)(In short|In a word|In one word|Summary|Keyword)(, |: )<mask>.",
  ]),
};

/** For news only, and for questions only. */
export const newsTemplates: Templates = {
  written: heldOut([
    "A <mask> news: {text}",
    "A <mask> news : {text}",
    "The <mask> news: {text}",
    "{text} This was the <mask> news.",
    "Read the <mask> pages: {text}",
    "{text} From the <mask> section.",
    "News about <mask>: {text}",
    "{text} That is <mask> news.",
    "From our <mask> desk: {text}",
    "{text} More in the <mask> pages.",
    "Today in <mask>: {text}",
    "{text} Find more news about <mask>.",
  ]),
  grown: grown([
    "(A|The|Some|New|Latest|Today's) <mask> (news|report|story|headline|article)(:| :|.) {text}",
    "{text} (This|That|It) (is|was) (a|the) <mask> (report|story|headline|article).",
  ]),
};

export const questionTemplates: Templates = {
  written: heldOut([
    "A <mask> question: {text}",
    "A <mask> question : {text}",
    "{text} This is a <mask> question.",
    "Question about <mask>: {text}",
    "{text} I asked the people of the <mask> group.",
    "{text} Who knows about <mask>?",
    "I have a question about <mask>. {text}",
    "{text} It is a question of <mask>.",
    "Ask about <mask>: {text}",
    "{text} Only <mask> people can answer that.",
    "A question for the <mask> forum: {text}",
    "{text} The best answer comes from <mask>.",
  ]),
  grown: grown([
    "(A|One|My|Another) <mask> (question|problem|topic)(:| :|.) {text}",
    "{text} (This|That|It) (is|was) (a|my|one more) <mask> question.",
  ]),
};

/** For a mask that takes an opinion, by the kind of word that fits. */
export const sentimentTemplates: Readonly<Record<SentimentKind, Templates>> = {
  quality: {
    written: heldOut([
      "It was <mask>. {text}",
      "{text} It was <mask>.",
      "{text} In summary, it was <mask>.",
      "{text} All in all, it was <mask>.",
      "Just <mask>! {text}",
      "{text} Just <mask>!",
      "<mask>! {text}",
      "{text} <mask>!",
      "{text} In a word: <mask>.",
      "How <mask>! {text}",
      "{text} It is <mask>.",
      "{text} Really <mask>.",
      "I think it was <mask>. {text}",
      "{text} That was <mask>.",
      "{text} My verdict: <mask>.",
      "It is simply <mask>. {text}",
      "{text} So it was <mask>.",
      "<mask> - {text}",
      "{text} The whole thing was <mask>.",
      "{text} To sum up: <mask>.",
      "Everything about it was <mask>. {text}",
      "{text} I found it <mask>.",
    ]),
    grown: grown([
      "(It|This|That|All) (was|is|seemed|felt) (|really |just |so |simply )<mask>(.|!) {text}",
      "{text} (It|This|That|All) (was|is|seemed|felt) (|really |just |so |simply )<mask>(.|!)",
      "{text} (Overall|In summary|In short|All in all|In the end|To sum up)(, it was |, it is |: )<mask>(.|!)",
    ]),
  },
  verdict: {
    written: heldOut([
      "Sentiment: <mask>. {text}",
      "{text} Sentiment: <mask>.",
      "A <mask> review: {text}",
      "{text} The review is <mask>.",
      "{text} This is a <mask> review.",
      "[Sentiment : <mask>] {text}",
      "Opinion: <mask>\n{text}",
      "{text} The writer's opinion is <mask>.",
      "{text} The tone is <mask>.",
      "Here is a <mask> comment: {text}",
      "{text} A rather <mask> judgement.",
      "The critic was <mask>: {text}",
    ]),
    grown: grown([
      "(|[|[ )(Sentiment|Opinion|Tone|Mood|Rating|Verdict|Polarity)(:| :| -| =) <mask>(|.| ]|]) {text}",
      "{text}( |\n)(Sentiment|Opinion|Tone|Mood|Rating|Verdict|Polarity)(:| :| -| =) <mask>(|.)",
      "(A|The|One) <mask> (review|opinion|comment|rating)(:| :|.) {text}",
    ]),
  },
  feeling: {
    written: heldOut([
      "{text} I am <mask>.",
      "I am <mask>. {text}",
      "{text} We were <mask>.",
      "{text} I was <mask>.",
      "The customer was <mask>. {text}",
      "{text} The writer feels <mask>.",
      "I feel <mask>. {text}",
      "{text} Everyone was <mask>.",
      "I was <mask>. {text}",
      "{text} So I was <mask>.",
      "{text} That is why I am <mask>.",
      "{text} I left <mask>.",
      "{text} My friends were <mask> too.",
      "We are <mask>! {text}",
      "{text} In the end we were <mask>.",
      "{text} I am still <mask>.",
      "{text} It made me <mask>.",
      "I must say I was <mask>. {text}",
      "{text} I came home <mask>.",
      "We left <mask>. {text}",
      "{text} You can see that I am <mask>.",
      "Our guest was <mask>: {text}",
    ]),
    grown: grown([
      "{text} (I|We all|My friends) (felt|became|feel) (|very |really )<mask>(.|!)",
      "{text} (I was|I am|We were|We are|They were|Everybody was) (|very |really |so )<mask>(.|!)",
      "(I was|I am|We were|We are|They were|Everybody was) (|very |really |so )<mask>(.|!) {text}",
    ]),
  },
  verb: {
    written: heldOut([
      "{text} I <mask> it.",
      "I <mask> it. {text}",
      "{text} We <mask> it.",
      "{text} In the end, I <mask> it.",
      "{text} My friends <mask> it too.",
      "I <mask> this. {text}",
      "{text} Yes, I <mask> it.",
      "{text} The critics <mask> it.",
      "They <mask> it: {text}",
    ]),
    grown: grown([
      "{text} (I|We|They|All of us) (|really |simply )<mask> (it|this|that)(.|!)",
      "(I|We|They|All of us) (|really |simply )<mask> (it|this|that)(.|!|:) {text}",
    ]),
  },
};
