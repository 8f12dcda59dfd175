// Demands on the form of an answer.
import { Wordings } from "../wordings.ts";

const answer =
  "[Answer|Reply|Respond|Write|Answer me|Please answer|Always answer|Always reply|Now answer|You must answer]";

export const oneWord = new Wordings({
  train: [
    `${answer} [in|with|using] [one word|a single word|only one word|exactly one word|just one word].`,
    "[Use|Write|Say|Give] [only|just] [one|a single] word[.|, please.]",
    "[One|A single|Just one] word[ only| is enough|, please|].",
    "[Keep it to|I want|I need] [one|a single] word.",
    "[The reply|The result|What you say|Your text|The whole reply] [is|has to be|can only be|consists of] [one word|a single word|one single word|just one word][.|, please.|!]",
    "[Stop after|Do not write more than|I read only|There is room for|Limit yourself to] [one word|a single word|the first word][.|, please.|!]",
  ],
  test: [
    "Your answer must be a single word.",
    "No more than one word.",
    "The answer should have one word.",
  ],
  final: ["A one word answer is enough.", "Say it in one word."],
});
export const fullSentence = new Wordings({
  train: [
    `${answer} [in|with|using] [a full sentence|a complete sentence|a whole sentence|one full sentence|full sentences].`,
    "[Use|Write|Say|Give|Give me] a [full|whole|complete] sentence[.|, please.]",
    "[I want|I need] a [full|whole|complete] sentence.",
    "[The reply|The result|What you say|Your text|The whole reply] [is|has to be|can only be|consists of] [a full|a whole|a complete|one full|one complete] sentence[.|, please.|!]",
    "[Not one word but|No single word,|Not short,|It has to be|Let it be|Say it with|I prefer] a [full|whole|complete|proper] sentence[.|, please.|!]",
  ],
  test: [
    "Give the answer as a sentence.",
    "The answer should be a full sentence.",
    "Do not write a word but a whole sentence.",
  ],
  final: ["Make it a complete sentence.", "Say it in a full sentence."],
});
export const capitalLetters = new Wordings({
  train: [
    `${answer} [in|with|using] [capital letters|capitals|upper case|only capitals|all capital letters|big letters].`,
    "[Use|Write|Only|All] [capital|big|upper case] letters[.|, please.| only.]",
    "[Write|Say] [it|everything|all of it] in [capitals|capital letters|upper case].",
    "[The reply|The result|What you say|Your text|The whole reply] [is|has to be|can only be|consists of|comes] [in capitals|in capital letters|in upper case|in big letters][.|, please.|!]",
    "[No small letters|Loud|Big and loud|As on a sign|Hold down the shift key|I like it big|Caps lock on][.|: |, please: ][capitals|only capitals|upper case|big letters|capital letters][.|, please.|!]",
  ],
  test: [
    "Shout: all capital letters.",
    "Your answer must be in capitals.",
    "The answer should have big letters only.",
  ],
  final: ["Every letter must be a capital letter.", "Say it in upper case."],
});
export const pirate = new Wordings({
  train: [
    "[Answer|Reply|Talk|Speak|Write|Answer me|Please talk|Always speak|Respond|Always answer|Say it] [like|as] a pirate.",
    "[You are|Be|Act as|Play|Act like] a pirate[.|, please.|!]",
    "[Use|I want] [pirate words|the voice of a pirate|the language of pirates].",
    "[The reply|What you say|Your text|The whole reply] [is|has to be|comes] [from a pirate|in pirate talk|as a pirate speaks|in the words of a pirate][.|, please.|!]",
    "[Imagine|Pretend|Suppose|Think] [you are|that you are|you live as|you work as] a pirate[.|, please.|!]",
  ],
  test: ["Take the role of a pirate.", "A pirate should answer.", "You must sound like a pirate."],
  final: ["Your voice is that of a pirate.", "Let a pirate say it."],
});
export const thanks = new Wordings({
  train: [
    '[End|Finish|Close|Stop|Always end|Please end] [your answer |the answer |your reply |]with "Thank you."',
    '[Say|Add|Put|Write] "Thank you." at the end.',
    '[After the answer|At the end|Then|Last of all] [say|add|write] "Thank you."',
    '[The reply|What you say|Your text|The whole reply] [ends|closes|stops|comes|is to end] with "Thank you."',
    '[Be polite|Show manners|Be thankful|Be kind][: |, and ][end|finish|close] with "Thank you."',
  ],
  test: ['The last words must be "Thank you."', 'Your answer must end with "Thank you."'],
  final: [
    'Do not forget "Thank you." at the end.',
    '"Thank you." should be the end of the answer.',
  ],
});
export const formal = new Wordings({
  train: [
    "[Be|Stay|Sound|Keep it|Please be|Always be|Make it|Write it] formal.",
    "[Use|Choose|Take|Pick|Please use|Keep|Write in|I want] a formal [tone|style|voice|manner].",
    "[Write|Say it|Speak] formally.",
    "[Your style|The text|The message|The voice|This one|The writing|My taste] [is|has to be|stays|is to be] formal[.|, please.|!]",
  ],
  test: ["It should be formal.", "The tone must be formal.", "You must sound formal."],
  final: ["The style is formal.", "A formal voice, please."],
});
export const casual = new Wordings({
  train: [
    "[Be|Stay|Sound|Keep it|Please be|Always be|Make it|Write it] casual.",
    "[Use|Choose|Take|Pick|Please use|Keep|Write in|I want] a casual [tone|style|voice|manner].",
    "[Write|Say it|Speak] casually.",
    "[Your style|The text|The message|The voice|This one|The writing|My taste] [is|has to be|stays|is to be] casual[.|, please.|!]",
  ],
  test: ["It should be casual.", "The tone must be casual.", "You must sound casual."],
  final: ["The style is casual.", "A casual voice, please."],
});
export const polite = new Wordings({
  train: [
    "[Be|Stay|Sound|Keep it|Please be|Always be|Make it|Write it] polite.",
    "[Use|Choose|Take|Pick|Please use|Keep|Write in|I want] a polite [tone|style|voice|manner].",
    "[Write|Say it|Speak] politely.",
    "[Your style|The text|The message|The voice|This one|The writing|My taste] [is|has to be|stays|is to be] polite[.|, please.|!]",
  ],
  test: ["It should be polite.", "The tone must be polite.", "You must sound polite."],
  final: ["The style is polite.", "A polite voice, please."],
});
export const noPrice = new Wordings({
  train: [
    "[Do not|Don't|Never|Please do not|You must not|You should not|Try not to] [mention|say|tell|write|give|name|show] the price.",
    "[Leave|Keep] [out the price|the price out|the price away].",
    "[No price|Without a price|Skip the price|Omit the price|Hide the price][.|, please.]",
    "[The price|The cost|What it costs] [is|stays|remains|has to be|is to be kept] [hidden|out|away|unsaid|private][.|, please.|!]",
    "[Keep quiet about|Be silent on|Not a word on|Remove|Drop|Cut|We do not show|Do not speak of] the price[.|, please.|!]",
  ],
  test: [
    "Say nothing about the price.",
    "The price must stay out.",
    "The price should not be mentioned.",
  ],
  final: ["Nobody should see the price.", "The price is a secret, so do not write it."],
});

/** Takes back the demand before it. */
export const instead = new Wordings({
  train: [
    "[No, wait.|Sorry, no.|Forget that.|Not that.|No.|Wait.|On second thought, no.]",
    "[I changed my mind|That was wrong|Forget the last rule|Do not do that].",
  ],
  test: ["No, better this.", "Ignore what I just said."],
  final: ["Ignore that rule.", "Actually, no."],
});
/** A demand for the rest of the conversation, and its answer. */
export const fromNowOn = [
  "From now on: ",
  "For this conversation: ",
  "A rule for you: ",
  "Remember this. ",
] as const;
export const agreed = "All right.";

export const askCapital = new Wordings({
  train: [
    "What is the capital of {country}?",
    "[What is|Tell me|Say|Name|Give me|I need|Do you know|Write|Please name|Can you name|Can you tell me] the capital of {country}[.|?|, please.]",
    "[Which|What] [city|town] is the capital of {country}[?|, please?]",
    "{country}: [what is the capital|which city is the capital|name the capital|capital]?",
    "[My question is|Please say|I forgot|Find out|I ask for|Remind me of|We are looking for] the capital of {country}[.|, please.]",
    "[What do we call|Where lies|Can I have|Could you give me] the capital of {country}[?|, please?]",
  ],
  test: [
    "Can you say what the capital of {country} is?",
    "I want to know the capital of {country}.",
    "The capital of {country} is which city?",
  ],
  final: ["Of {country} I need the capital.", "What do you call the capital of {country}?"],
});
export const askOpposite = new Wordings({
  train: [
    "[What is|Tell me|Name|Give me|Say|Find|Which is|Please name|I need|Write|Do you know] the [opposite|contrary|opposite word] [of|to] {word}[.|?|, please.]",
    "[Which word|What word|What] [is the opposite of|means the opposite of|is opposite to|is contrary to] {word}?",
    "{word}[: | - ][opposite|the opposite|what is the opposite]?",
    "[My question is|Please say|I forgot|Find out|I ask for|Remind me of|We are looking for] the opposite of {word}[.|, please.]",
    "[What would be|Can I have|Could you give me|How do you say] the opposite of {word}[?|, please?]",
  ],
  test: [
    "I want to know the opposite of {word}.",
    "Opposite of {word}?",
    "The opposite of {word} is which word?",
  ],
  final: ["What do you call the opposite of {word}?", "Of {word} I need the opposite."],
});
export const askForNote = new Wordings({
  train: [
    "[Write|Send|Give|Please write|Please send|Draft] [a note|a message|a line|a letter|an email] to {name} [about|on] the {item} [on|for|of|coming on|that comes on] {day}.",
    "[Tell|Inform|Please tell|Remind] {name} [that the {item} comes on {day}|that the {item} arrives on {day}|of the {item} on {day}|about the {item} on {day}].",
    "[Write to|Message|Email|Contact] {name}[: | and say: |, ]the {item} [comes|arrives|is coming|will arrive] on {day}.",
    "[It is for|The reader is|Please reach|Give a sign to] {name}[: |. |, and write: ][The|Our|My] {item} [comes|arrives|is due|gets there|lands] on {day}.",
  ],
  test: [
    "Let {name} know that the {item} will be here on {day}.",
    "{name} should know that the {item} comes on {day}.",
    "I need a note for {name} about the {item} on {day}.",
  ],
  final: [
    "On {day} the {item} arrives. Write this to {name}.",
    "A message for {name}: the {item} is coming on {day}.",
  ],
});
export const askForAdvert = new Wordings({
  train: [
    "[Write|Make|Create|Give me|Please write|Draft|I need] an [advert|advertisement|ad] for {a:colour} {item} from {city}[, price | that costs |, now at | for |. The price is |. It costs ]{price}.",
    "[Sell|Promote|Advertise|Offer|Praise] [this|a thing]: {a:colour} {item} from {city}[, |, price | for ]{price}.",
    "[Sell|Promote|Advertise|Offer|Praise] {a:colour} {item} from {city}[, price | that costs | for | at |, ]{price}.",
    "[Here is|We offer|We have|I have|The shop has|There is] {a:colour} {item} from {city}[, price |. It costs | for |. Price: ]{price}. [Make an ad|Advertise it|Praise it|An advert, please|Sell it|Promote it].",
  ],
  test: [
    "Describe the offer: {colour} {item}, {price}, from {city}.",
    "We sell {a:colour} {item} from {city} for {price}. Write the advert.",
  ],
  final: [
    "For {price} you get {a:colour} {item} from {city}. Advertise it.",
    "Find good words for {a:colour} {item} from {city} at {price}.",
  ],
});
