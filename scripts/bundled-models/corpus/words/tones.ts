/** A plain message in four tones. */
export interface Message {
  plain: string;
  formal: string;
  casual: string;
  pirate: string;
  polite: string;
}
const message = (
  plain: string,
  formal: string,
  casual: string,
  pirate: string,
  polite: string,
): Message => ({
  plain,
  formal,
  casual,
  pirate: `Arr, ${pirate}, matey!`,
  polite,
});

export const messages: readonly Message[] = [
  message(
    "I need the {item} on {day}.",
    "I would be grateful if I could have the {item} on {day}.",
    "Hey, I need the {item} on {day}, OK?",
    "bring me the {item} on {day}",
    "Could I please have the {item} on {day}?",
  ),
  message(
    "The {item} is late.",
    "I regret to inform you that the {item} is late.",
    "Hey, the {item} is late again!",
    "the {item} be late",
    "I am sorry, but the {item} is late.",
  ),
  message(
    "I cannot come on {day}.",
    "I regret that I am unable to come on {day}.",
    "Sorry, no time on {day}!",
    "I cannot sail on {day}",
    "I am very sorry, but I cannot come on {day}.",
  ),
  message(
    "Send the {item} to {name}.",
    "I kindly ask you to send the {item} to {name}.",
    "Hey, just send the {item} to {name}!",
    "send the {item} to {name}",
    "Could you please send the {item} to {name}?",
  ),
  message(
    "Thank you for the {item}.",
    "I would like to express my thanks for the {item}.",
    "Hey, thanks for the {item}!",
    "me thanks for the {item}",
    "Thank you so much for the lovely {item}.",
  ),
  message(
    "Meet me in {city} on {day}.",
    "I kindly ask you to meet me in {city} on {day}.",
    "Hey, see you in {city} on {day}!",
    "meet me in {city} on {day}",
    "Could you please meet me in {city} on {day}?",
  ),
  message(
    "The {item} of {name} is broken.",
    "I regret to inform you that the {item} of {name} is broken.",
    "Hey, the {item} of {name} is broken!",
    "the {item} of {name} be broken",
    "I am sorry, but the {item} of {name} is broken.",
  ),
  message(
    "I want to buy the {item}.",
    "I would like to purchase the {item}.",
    "Hey, I want that {item}!",
    "I want to buy that {item}",
    "Could I please buy the {item}?",
  ),
  message(
    "{name} will be in {city} on {day}.",
    "I would like to inform you that {name} will be in {city} on {day}.",
    "Hey, {name} is in {city} on {day}!",
    "{name} sails to {city} on {day}",
    "Please know that {name} will be in {city} on {day}.",
  ),
  message(
    "Do not forget the {item}.",
    "I kindly ask you to remember the {item}.",
    "Hey, bring the {item}!",
    "never forget the {item}",
    "Could you please remember the {item}?",
  ),
];
