import { Wordings } from "../wordings.ts";

/**
 * What ties any name to any thing. A small model has no language but what it is shown: with a dozen verbs for each
 * relation it learns these verbs; from many, several of them vague, that a name and a thing in one sentence belong together.
 */
const tied = (thing: string): string =>
  `[|Lately |These days |In fact |They say |By now |It seems that |I heard that |We know that |Everybody says that ]{name} [chose|picked|got|named|mentioned|tried|thinks of|talks about|stands for|goes with|turned to|has to do with|is known for|is happy with|is linked with|was seen with|was given|ended up with|prefers|asked about|dreams of|is all for|looks at|is proud of|wrote down|decided on|agreed on|is about|waits for|brings up|comes with|signed up for] ${thing}.`;

/** How each relation tells a fact about a person. */
export const telling = {
  city: new Wordings({
    train: [
      "{name} lives in {value}.",
      "{name} [has a flat|has a house|has a home|is at home|stays] in {value}.",
      "The home of {name} is in {value}.",
      "{name} [settled|studies|grew up|has an address|has a room|has a shop|spends the year|stayed|teaches|built a house] in {value}.",
      "{value} is [home to|the home of|the town of|the city of|where we met|where they saw] {name}.",
      "[The address|The flat|The house|The family|The office] of {name} [is|lies] in {value}.",
      "[The letters|All letters] [for|to] {name} go to {value}.",
      tied("{value}"),
    ],
    test: ["{name} moved to {value}.", "{name} rents a flat in {value}."],
    final: ["You will find {name} in {value}."],
  }),
  job: new Wordings({
    train: [
      "{name} [works as|is] {a:value}.",
      "The job of {name} is {value}.",
      "{name} has a job as {a:value}.",
      "{name} earns money as {a:value}.",
      "{name} [trained|was hired|is employed|is known|earns a wage|started|serves] as {a:value}.",
      "{name} [became|has been|is working as|wants to stay|is known to be] {a:value}[| for years| since May].",
      "[The profession|The work|The trade|The career] of {name} is {value}.",
      "[They hired|The town hired|We know|People know] {name} as {a:value}.",
      tied("{a:value}"),
    ],
    test: ["{name} makes a living as {a:value}."],
    final: ["By profession {name} is {a:value}."],
  }),
  pet: new Wordings({
    train: [
      "{name} [has|keeps|owns|feeds|lives with] {a:value}.",
      "The pet of {name} is {a:value}.",
      "{name} [walks|found|raised|looks after|loves|adopted|brushes|cares for|plays with|was given] {a:value}.",
      "[There is|You can see|We saw] {a:value} [in the house of|in the home of|with|next to] {name}.",
      "[The animal|The friend|The companion|The favourite animal] of {name} is {a:value}.",
      "{name} [shares a home with|is never without|came here with] {a:value}.",
      tied("{a:value}"),
    ],
    test: ["{name} takes care of {a:value}."],
    final: ["At home {name} has {a:value}."],
  }),
  bought: new Wordings({
    train: [
      "{name} bought {a:value}.",
      "{name} [paid for|took home|got] {a:value}.",
      "Yesterday {name} bought {a:value}.",
      "{name} [ordered|chose|picked|found and bought|wanted and bought|purchased|came home with] {a:value}.",
      "[Last week|On the market|This morning|At last] {name} [bought|got|chose|picked] {a:value}.",
      "{name} [spent money on|gave ten euros for|left the shop with|could not leave without] {a:value}.",
      "The [new thing|purchase|order] of {name} is {a:value}.",
      tied("{a:value}"),
    ],
    test: ["{name} went out and bought {a:value}."],
    final: ["In the shop {name} bought {a:value}."],
  }),
  food: new Wordings({
    train: [
      "{name} [likes|loves|eats|wants|ordered] {value}.",
      "{name} [loves|likes] to eat {value}.",
      "The favourite food of {name} is {value}.",
      "{name} [enjoys|cooks|tastes|chose|prefers|asked for|cannot live without|dreams of|always takes] {value}.",
      "[The plate|The dish|The meal|The dinner|The lunch] of {name} is {value}.",
      "[There is|We cooked|They made|The cook made] {value} for {name}.",
      "{name} [is fond of|is happy with|lives on|never says no to] {value}.",
      tied("{value}"),
    ],
    test: ["{name} eats a lot of {value}."],
    final: ["For lunch {name} eats {value}."],
  }),
  drink: new Wordings({
    train: [
      "{name} [drinks|ordered|wants|asked for|always drinks] {value}.",
      "The drink of {name} is {value}.",
      "{name} [enjoys|sips|tastes|chose|prefers|takes|likes|loves|always takes|would like] {value}.",
      "[The cup|The mug|The bottle|The order] of {name} [holds|is|is full of] {value}.",
      "[They bring|The waiter brought|We poured|They made] {value} for {name}.",
      "{name} [is fond of|is happy with|is thirsty for|never says no to] {value}.",
      tied("{value}"),
    ],
    test: ["{name} has a glass of {value}."],
    final: ["For {name} there is {value}."],
  }),
  day: new Wordings({
    train: [
      "{name} [arrives|comes|will come|will arrive] on {value}.",
      "On {value} {name} [arrives|comes|will come].",
      "{name} [will be here|lands|shows up|is due|gets here|will visit us|appears|is coming over] on {value}.",
      "[The train|The plane|The ship|The bus] [of|with] {name} [comes|arrives|lands|is due] on {value}.",
      "{value} is [the day of|the day for|when we see|when we meet] {name}.",
      "[We see|We meet|They meet|They will see|Wait for] {name} on {value}.",
      tied("{value}"),
    ],
    test: ["{name} is expected on {value}."],
    final: ["The visit of {name} is on {value}."],
  }),
  count: new Wordings({
    train: [
      "{name} [has|owns|reads|brought] {value} books.",
      "There are {value} books on the shelf of {name}.",
      "{name} [bought|wrote|read|carries|borrowed|counts|collected|finished|lost|sold] {value} books.",
      "[The shelf|The bag|The box|The desk|The library] of {name} [has|holds|is full with] {value} books.",
      "{value} books [are in the bag|lie on the desk|stand in the flat|are in the box] of {name}.",
      "[They gave|We gave|They sold] {name} {value} books.",
      tied("{value} books"),
    ],
    test: ["{name} keeps {value} books at home."],
    final: ["In the room of {name} there are {value} books."],
  }),
  colour: new Wordings({
    train: [
      "The [car|new car|old car|small car] of {name} is {value}.",
      "{name} [drives|has|owns|bought] {a:value} car.",
      "{name} [came in|washed|sold|rents|painted|repaired|got|wants|steers|travels in] {a:value} car.",
      "[You can see|There is|We saw] {a:value} car [at the door of|with|next to|that belongs to] {name}.",
      "[The colour of the car of|The paint on the car of] {name} is {value}.",
      "[The fast car|The big car|The first car|The only car] of {name} is {value}.",
      tied("{a:value} car"),
    ],
    test: ["{name} parked {a:value} car."],
    final: ["In front of the house of {name} is {a:value} car."],
  }),
  sport: new Wordings({
    train: [
      "{name} [plays|loves|watches|teaches|is good at] {value}.",
      "The sport of {name} is {value}.",
      "{name} [trains|practises|follows|won a prize in|enjoys|prefers|chose|is fond of|is mad about|learns] {value}.",
      "[The game|The hobby|The favourite game|The favourite sport|The passion] of {name} is {value}.",
      "{name} [is in the team for|is the best at|has a cup in|takes lessons in|is busy with] {value}.",
      "[They teach|We teach|A friend taught] {name} {value}.",
      tied("{value}"),
    ],
    test: ["{name} spends the weekend with {value}."],
    final: ["Every week {name} plays {value}."],
  }),
  room: new Wordings({
    train: [
      "{name} [is|waits|works|sits|sleeps|stays] in the {value}.",
      "{name} [went|goes|came|ran] to the {value}.",
      "{name} [stands|reads|rests|hides|eats|cooks|sings|cleans|talks|is busy] in the {value}.",
      "{name} [walked|moved|hurried|was sent|returned|climbed] to the {value}.",
      "[They found|We met|Look for|They left|We saw] {name} in the {value}.",
      "The {value} is [where we saw|where they met|the place of|the room of] {name}.",
      tied("the {value}"),
    ],
    test: ["{name} can be found in the {value}."],
    final: ["You can see {name} in the {value}."],
  }),
};
