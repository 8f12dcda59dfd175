const split = (text: string): string[] => text.trim().split(/\s*,\s*/);

/** Elements that can be asked for in any story; each brings its own sentence. */
export const elements: readonly (readonly [element: string, sentences: readonly string[]])[] = [
  [
    "storm",
    [
      "A storm broke the windows, but {N} did not give up.",
      "That night a storm shook the roof, yet {N} stayed calm.",
    ],
  ],
  [
    "promise",
    ["{N} had made a promise and wanted to keep it.", '"I gave you my promise," said {N}.'],
  ],
  [
    "letter",
    ["Then a letter arrived that nobody had expected.", "In a drawer {N} found an old letter."],
  ],
  ["key", ["On the floor lay a small silver key.", "{N} always carried a rusty key."]],
  ["secret", ["But {N} had a secret that nobody knew.", "It was a secret, and {N} told no one."]],
  ["song", ["{N} sang an old song to find courage.", "From far away came a song."]],
  ["map", ["An old map showed the way.", "{N} looked at the map once more."]],
  ["dog", ["A brown dog followed {N} everywhere.", "Only the dog of {N} understood."]],
  ["ring", ["{N} lost a ring and found it in the snow.", "On the table lay a ring."]],
  [
    "birthday",
    ["It was the birthday of {N}, but nobody knew.", "On that birthday there was no cake."],
  ],
  ["moon", ["The moon was full and bright.", "The moon looked down on {N}."]],
  ["lie", ["{N} had told a small lie and was sorry.", "A lie had made everything worse."]],
  ["clock", ["The old clock stopped at midnight.", "{N} heard the clock strike twelve."]],
  ["bridge", ["The only bridge was broken.", "{N} had to cross the old bridge."]],
  ["stranger", ["Then a stranger knocked at the door.", "A stranger gave {N} good advice."]],
  ["candle", ["{N} lit a candle and waited.", "One candle was enough to see."]],
  ["river", ["The river was high that week.", "{N} heard the river all night."]],
  ["dream", ["In a dream {N} had seen it all before.", "{N} woke from a strange dream."]],
  ["mirror", ["In the mirror {N} saw a tired face.", "The mirror on the wall was broken."]],
  ["friend", ["A friend came to help {N}.", "{N} thought of an old friend."]],
];
export const moods: readonly (readonly [mood: string, sentences: readonly string[]])[] = [
  ["happy", ["Everyone was happy that day.", "It was the happiest day of the year."]],
  ["sad", ["But {N} cried a little, because nothing stays.", "And yet {N} felt sad and alone."]],
  ["funny", ["And everybody laughed until it hurt.", "Even the birds seemed to laugh."]],
  [
    "scary",
    ["But in the dark something was still watching.", "And the cold whisper never went away."],
  ],
];
export const openings = [
  "{N} was {a:trait} {hero} in {place}.",
  "Once upon a time, {a:trait} {hero} named {N} lived in {place}.",
  "In {place} there was {a:trait} {hero} called {N}.",
  "There once was {a:trait} {hero} in {place}, and the name was {N}.",
] as const;

/** Stories about any role and any thing: no knowledge of a topic, both words are copied. */
export const anyPlots: readonly (readonly string[])[] = [
  [
    "{N} was {a:trait} {role} who had always wanted {a:thing}.",
    "One day {N} saw {a:thing} by the side of the road.",
    "{He} [did not know what to do with it at first|took it home under {his} coat].",
    "In the end the {role} and the {thing} were never apart.",
  ],
  [
    "Once upon a time, {a:trait} {role} named {N} dreamed of {a:thing}.",
    "{N} asked everyone in town about the {thing}.",
    "An old [woman|man] smiled and pointed to the hill.",
    "There the {role} found the {thing} and was happy.",
  ],
  [
    "There was {a:trait} {role} called {N}, and there was {a:thing}.",
    "Everybody said that {a:role} has no use for {a:thing}.",
    "{N} laughed and kept it all the same.",
    "Years later the {thing} made the {role} famous.",
  ],
  [
    "{N}, {a:trait} {role}, lost {a:thing} on the way home.",
    "{N} searched in the [rain|snow|dark] until night.",
    "A child had found the {thing} and gave it back.",
    "From that day the {role} took better care of the {thing}.",
  ],
  [
    "{N} was {a:trait} {role} with {a:thing} in {his} bag.",
    "A [king|rich man|merchant] wanted to buy the {thing} for a lot of gold.",
    "{N} shook {his} head and went on.",
    "For the {role} the {thing} was worth more than gold.",
  ],
  [
    "[One winter|One summer], {a:trait} {role} called {N} got {a:thing} from a stranger.",
    "Nobody in the village had ever seen {a:thing}.",
    "{N} showed it to every child.",
    "Soon the {role} with the {thing} had a hundred friends.",
  ],
  [
    "[One morning|One evening] the {thing} of {N} was gone.",
    "{N}, {a:trait} {role}, [looked for it all day|asked every neighbour].",
    "[In the night|The next day] it lay before the door again.",
    "From then on the {role} never lost sight of the {thing}.",
  ],
  [
    "Every evening {a:trait} {role} named {N} talked to {a:thing}.",
    "People [laughed about it|thought it was strange].",
    "But one evening the {thing} gave an answer.",
    "It was a secret between the {role} and the {thing}.",
  ],
];
export const traits = split(
  "lonely, cheerful, clever, shy, young, poor, brave, curious, proud, quiet, tired, friendly",
);

export const roles = split(
  `lawyer, nurse, plumber, carpenter, journalist, architect, dentist, programmer, soldier, monk, merchant, blacksmith,
  potter, clown, dancer, singer, mother, father, boy, girl, giant, witch, ghost, hunter, beggar, banker, barber, butcher,
  diver, explorer, juggler, knight, mayor, messenger, neighbour, nun, poet, postman, prisoner, spy, tourist, traveller,
  waiter, weaver, woodcutter, zookeeper, beekeeper, biologist, bookseller, boxer, bricklayer, builder, bus driver,
  butler, cashier, cleaner, clerk, climber, cobbler, collector, composer, cowboy, cyclist, designer, dwarf, editor,
  electrician, elf, emperor, ferryman, florist, gambler, genius, glassblower, goldsmith, governor, guard, guide,
  hairdresser, historian, housewife, innkeeper, janitor, jeweller, jockey, killer whale, locksmith, lifeguard, linguist,
  magnet seller, maid, mathematician, mechanic, miller, milkman, model, nanny, optician, orphan, owner of a bar,
  pharmacist, philosopher, photographer, pianist, pickpocket, pirate, policeman, policewoman, porter, president, priest,
  princess, puppeteer, queen, racing driver, ranger, referee, reporter, rider, roofer, runner, saddler, salesman,
  sculptor, secretary, servant, shopkeeper, skater, smuggler, surfer, swimmer, taxi driver, teenager, translator,
  trumpeter, truck driver, twin, vampire, vet, viking, volunteer, watchmaker, weatherman, werewolf, widow, window
  cleaner, wrestler, yoga teacher, zoologist, astronomer, chemist, geologist, gymnast, fortune teller, opera singer,
  peasant, pensioner, shoemaker, stonemason, storyteller, stuntman, sheriff, babysitter, bodyguard, brewer, caretaker`,
)
  .map((role) => role.replace(/\s+/g, " "))
  .filter((role) => !/whale|magnet|owner of|housewife/.test(role));
export const things = split(
  `lamp, bicycle, chair, guitar, camera, clock, coat, table, kettle, umbrella, backpack, mirror, blanket, radio,
  telescope, suitcase, carpet, vase, ladder, helmet, piano, drum, tent, scarf, watch, mug, hat, jacket, sofa, phone,
  apple, balloon, basket, bell, bottle, box, candle, castle, coin, crown, door, doll, egg, feather, flute, fountain,
  hammer, jewel, kite, lantern, mask, needle, orange, pearl, pencil, pillow, pumpkin, puppet, puzzle, rope, shadow,
  shell, shoe, spoon, star, stone, sword, tree, trumpet, wheel, whistle, window, wolf, bear, lion, monkey, elephant,
  frog, butterfly, bee, swan, eagle, horse, cat, rabbit, parrot, goat, turtle, hamster, donkey, goose, pony, lizard,
  owl, snake, penguin, crocodile, giraffe, camel, tiger, zebra, squirrel, hedgehog, fox, crow, pigeon, beetle, spider,
  crab, whale, dolphin, octopus, seal, kangaroo, accordion, airship, anchor, arrow, axe, banjo, banner, barrel, bathtub,
  beard, bed, belt, bench, blackboard, boomerang, bow, bracelet, broom, bucket, bus, button, cactus, cake, calculator,
  calendar, cannon, canoe, cap, card, carrot, cello, chain, cherry, chessboard, chimney, cookie, compass, computer,
  cradle, crystal, cup, cupboard, curtain, diamond, diary, dictionary, drawer, drill, envelope, fan, fence, flag,
  flashlight, fork, fridge, garden gnome, glove, globe, golden ticket, hairbrush, hammock, handkerchief, harp, helicopter,
  hourglass, ice cream, insect, jar, jigsaw, joke, keyboard, kimono, knife, lemon, lock, locket, lollipop, magnet,
  magic wand, mailbox, marble, medal, melody, microphone, microscope, moustache, motorbike, mushroom, music box, napkin,
  necklace, newspaper, notebook, oar, onion, oven, paintbrush, parachute, passport, peach, pear, picture, pie, pipe,
  plate, pocket, postcard, potato, purse, quilt, raft, rainbow, razor, recipe, ribbon, robot, rocking chair, roller
  skate, saddle, sandwich, saw, saxophone, scooter, seed, shovel, skateboard, sledge, snowman, sock, spaceship, sponge,
  stamp, statue, stove, submarine, swing, teapot, teddy bear, thimble, ticket, toothbrush, torch, toy, tractor,
  trampoline, treasure, trophy, tulip, typewriter, vacuum cleaner, violin, waffle, wagon, wallet, watermelon, wheelbarrow,
  wig, wire, xylophone, yacht, yo-yo`,
).map((thing) => thing.replace(/\s+/g, " "));

/** Heroes whose noun has a gender; true is a woman. */
export const genders: Readonly<Record<string, boolean>> = {
  king: false,
  prince: false,
  queen: true,
  princess: true,
  witch: true,
  mother: true,
  father: false,
  nun: true,
  girl: true,
  boy: false,
  monk: false,
  postman: false,
  schoolmaster: false,
  fisherman: false,
  actor: false,
  actress: true,
  grandmother: true,
  grandfather: false,
  cowboy: false,
  emperor: false,
  ferryman: false,
  maid: true,
  milkman: false,
  policeman: false,
  policewoman: true,
  priest: false,
  salesman: false,
  weatherman: false,
  widow: true,
  stuntman: false,
};
