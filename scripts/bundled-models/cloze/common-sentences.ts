/** By task, the sentences of every class: in `shared` only what fills the slots tells the classes apart, `neutral` has no cue. */
export const commonSentences = {
  news: {
    shared: `A new page about {word} appears in {city}.
      {full} writes about {word} every {day}.
      The word {word} was heard often in {city}.
      It is a matter of {word}, said {full} on {day}.
      {country} and {country} speak of {word} again.
      The {person_} talked about the {things} in {city} on {day}.
      {city} expects {a:event} in {month}.
      A report about the {thing} surprised the {people} in {city}.
      {full}, {a:person_} from {city}, wrote about the {event}.
      The {people} of {country} want a new {thing}.
      There was another {event} in {country} on {day}.
      {number} {people} took part in {a:event} in {city}.
      After the {event} the {people} left {city}.
      The {thing} was the reason for the {event}, {a:person_} said.
      {a:person_} from {country} showed the {thing} on {day}.
      {nationality} {people} are waiting for the next {event}.
      The {event} in {city} has begun.
      In {city} the {people} speak only about the {things}.
      {full} became {a:person_} in {year}.
      The {event} and the {thing} were in all papers of {country}.
      Before the {event} {a:person_} lost the {thing}.
      No {event} in {country} without {a:thing}, says the {person_} {full}.
      On {day} {city} spoke of nothing but {word}.
      {full} gave a talk on {word} in {city}.
      Everything in {country} turns around {word} now.
      {a:thing} was found near {city} on {day}.
      Two {people} from {country} brought {a:thing} to {city}.
      Without the {person_} there would have been no {event}.
      The {things} of {country} are older than those of {country}.
      Who is behind the {event} in {city}?
      {full} was the only {person_} who stayed in {city}.
      For the {people} of {city} the {event} came too late.
      Every {person_} in {country} knows about the {event}.
      The {event} of {month} was larger than that of {year}.
      {a:person_} and {a:person_} met in {city} before the {event}.
      {country} sent {number} {people} to the {event}.
      Because of {a:event} in {city}, {full} came home late.
      {full} has seen {number} {things} in {country}.
      What happens to the {things} after the {event}?
      The {thing} disappeared in {city}, and so did the {person_}.
      {nationality} {things} were shown in {city} in {month}.
      Long before the {event} the {people} had asked for {a:thing}.
      {full} showed the {people} of {city} {a:thing} in {month}.
      It was the {person_}, not the {thing}, that surprised {country}.
      As soon as the {event} is over, the {people} go home.
      {city} has had {number} {things} since the {event} of {year}.
      The {people} in {city} were not ready for the {event}.
      What the {person_} knew about the {thing} is still open.
      {country} remembers the {event} of {year}.
      {full} came to {city} for the {event}.`,
    neutral: `More will be known on {day}.
      Nobody in {city} wanted to comment.
      This was reported from {city}.
      It was raining in {city} on that {day}.
      The news came on {day}.
      {full} gave no further details.
      Many people heard about it only on {day}.
      That was in {month}.
      It is the first time since {year}.
      Details will follow in {month}.
      {full} was not there.
      It was late in the evening.
      Most of it is already known.
      Nothing like this has been seen before.
      {city} is {number} hours away.
      No one knows why.
      It all began in {month}.
      A speaker in {city} said no more.
      It is cold in {city} in {month}.
      The next days will tell.
      Some had expected it.
      {full} heard it on the radio.
      People in {country} were surprised.
      The reporter of this paper was in {city}.`,
  },
  questions: {
    shared: `Where do I learn more about {word}?
      Is this a matter of {word} or not?
      Can somebody from {city} help me with {word}?
      What does the word {word} mean?
      Who is interested in {word} here?
      What is the difference between {a:thing} and {a:thing}?
      Does anyone know a good {person_} in {city}?
      How long does {a:event} take?
      What do I need for {a:event}?
      Where can I find {a:thing} in {city}?
      How do I become {a:person_}?
      Is {a:thing} better than {a:thing}?
      Why do {people} talk so much about the {thing}?
      What should I ask {a:person_} about my {thing}?
      Can you tell me something about {things}?
      Who can explain {a:event} to me?
      What does {a:person_} do after {a:event}?
      Do all {people} need {a:thing}?
      Which {thing} would you take for {a:event}?
      How can I help {a:person_} with {a:thing}?
      Where does the word {word} come from?
      I know nothing about {word}, where should I begin?
      Has anyone in {city} heard of {word}?
      Why does {full} talk about {word} all the time?
      Can {a:person_} help me with {a:thing}?
      Something is wrong with my {thing}, what now?
      The {person_} says that I need {a:thing}, is that true?
      How many {people} are there in {city}?
      What comes first, the {thing} or the {event}?
      Is it true that every {person_} has {a:thing}?
      I have my first {event} in {month}; which {thing} do I need?
      Does {a:event} always need {a:person_}?
      Two {people} gave me two different answers about {a:thing}, whom do I believe?
      After the {event} my {thing} was different, is that usual?
      What is {a:thing} called in {country}?
      When is the next {event} in {city}?
      I would like to give {a:person_} {a:thing}, is that a good idea?
      Have you ever seen {a:event}?
      {a:person_} from {city} asked me for {a:thing}; why?
      Are {things} the same in {country} and in {country}?
      What would {people} do without {things}?
      In {city} {a:person_} asked about my {thing}, what could that mean?
      Who was at the {event} on {day}?
      Is {a:person_} allowed to have {number} {things}?
      My {event} is on {day}, what should I know?
      Are there {people} who know about {things}?
      When did the first {event} happen?
      What do {people} think of my {thing}?`,
    neutral: `Please answer before {day}.
      Thank you for your help.
      I live in {city}.
      I am new here.
      I asked this in {month} too.
      My neighbour {full} does not know it either.
      Any ideas?
      I need to know it by {day}.
      It is really important to me.
      I am {number} years older than my neighbour.
      I have looked everywhere.
      Nobody here could tell me.
      It has been like this since {month}.
      I am asking for {companion}.
      Please be kind.
      {full} gave me no answer.
      I have been in {city} for {number} weeks.
      Long answers are fine.
      I would be glad to hear from you.
      It is my first time here.
      A short answer is enough.
      Last {day} it was different.
      I have no idea.
      Somebody in {country} asked me that.`,
  },
  descriptions: {
    shared: `{last} is a word of the field {word}.
      It is listed under {word} in {country}.
      {full} described it under the word {word}.
      In {city} the word {word} stands for it.
      The {thing} and the {thing} are described by {last}.
      In {year} there was {a:event} in {country}.
      It is known for its {thing} and its {thing}.
      {a:person_} from {country} is part of it.
      Its {things} were first mentioned in {year}.
      The {event} took place in {month}.
      {full} was the first {person_} in {country}.
      There are {number} {things} and one {person_}.
      After the {event} {a:thing} was added.
      The {event} and the {thing} are well documented.
      It has {number} {things}.
      It is filed under {word} in the archive of {city}.
      {full} once spoke about {word} in {city}.
      In texts about {word} it has a place of its own.
      {a:thing} and {a:thing} belong to it.
      It began with {a:event} in {year}.
      {full} became the {person_} in {year}.
      The {event} brought many {people} from {country}.
      The oldest {thing} dates from {year}.
      Since the {event} of {year} it has had {number} {things}.
      One {thing} was lost in {year}.
      {last} has its own {thing}.
      {a:person_} can be seen on a coin of {country}.
      It was named after {a:person_} from {city}.
      Without {a:thing} it would not be complete.
      Many {people} remember the {event} of {year}.
      {full}, {a:person_}, mentioned the {thing} in {year}.
      Both the {thing} and the {event} are named after {last}.
      Its best known {thing} comes from {country}.
      The {event} of {year} was noted by {a:person_}.
      {last} and {last} have the same {things}.
      There is no other {thing} of this kind in {country}.
      Its {person_} is called {last}.
      The {things} in {country} are very similar.
      Before {year} nobody had seen such {a:thing}.`,
    neutral: `The name comes from {country}.
      It is named after {full}.
      Little is known about it before {year}.
      It is often mentioned together with {last}.
      The name has been in use since {year}.
      In {country} it is called {last}.
      It is well known in {country}.
      The spelling {last} is also used.
      This was noted in {month} {year}.
      See also {last}.
      The name was chosen by {full}.
      There are several spellings of the name.
      It is sometimes confused with {last}.
      The date is not certain.
      Most of what is known goes back to {year}.
      It was unknown in {country} until {year}.
      {full} mentioned it in {month} {year}.
      In {city} it is quite well known.
      The English name is {last}.
      More than one name is in use.
      It has been forgotten in {country}.
      There is a picture of it in {city}.
      It is less known outside {country}.
      It was first noted by {full}.`,
  },
} as const;
