// Sentences that decide nothing, in many readings.

/** Between the sentences of a text. */
export const fillers = [
  "The [weather|morning|evening|night|wind] was [cold|mild|quiet|grey|warm] [that day|again|as always|this week].",
  "The [bus|train|post|tram|ferry] was [late|early|full|empty] [that day|again|as always|this morning].",
  "[Many|Some|A few|Only two] people were [on the street|in the park|at the station|in the shop] [that day|by then|in the rain].",
  "There was [music|a light|a strange smell|a lot of noise|dust] in the [house|street|hall|old school].",
  "The [shop|school|cafe|bank] on the corner was [closed|open|new|very busy].",
  "The [children|neighbours|tourists|workers] [stood|sat|waited|talked] outside.",
  "It had [rained|snowed] all [night|day|week].",
  "[Nobody|Everybody|Someone] [knew the time|asked about it|talked about the weather|waited for news].",
  "The [lights|windows|doors|tables] were [already|still|all] [clean|old|new|open].",
  "It was a [long|short|strange|busy|quiet] [week|month|summer|winter] [for everyone|in the town|for the family].",
] as const;

/** Clauses that may follow a fact and change nothing. */
export const tails = [
  "",
  ", as everybody knows",
  ", they say",
  ", I believe",
  ", and everyone knows it",
  " these days",
  ", as far as I know",
  ", by the way",
] as const;

export const courtesyBefore = [
  "Please help me.",
  "Hello!",
  "Hi there.",
  "Good morning.",
  "Hey!",
  "I need your help.",
  "One more thing.",
  "Quick question.",
  "Good evening.",
] as const;
export const courtesyAfter = [
  "Thanks!",
  "Thank you.",
  "Thank you very much.",
  "Please.",
  "Thanks in advance.",
  "I would be grateful.",
  "Cheers.",
] as const;
/** Around an instruction. */
export const irrelevant = [
  "It is [raining|snowing|very hot|windy|getting dark] here.",
  "I [just had|am late for|am cooking|forgot] lunch.",
  "My [train|bus|friend|teacher] is late [again|today].",
  "The [coffee machine|printer|lift|heating] is [broken|loud] [again|today].",
  "It is my [first|last|second] day with this tool.",
  "I am sitting [in the garden|on the train|at my desk|in a cafe].",
  "My [cat|dog|son|sister] is [asleep|hungry|here|ill] [today|again].",
  "I have a [meeting|class|party|date] [soon|at noon|in an hour|today].",
  "The weather is [lovely|awful|strange|fine] today.",
  "I forgot my [umbrella|keys|glasses|bag].",
  "My phone is almost [empty|dead|full].",
] as const;

export const helperPrompts = [
  "You are a [helpful|friendly|polite|patient|careful|small|good] assistant.",
  "You are an assistant.",
  "You [answer questions|help people|help with texts|work for Promptlight].",
  "[Be helpful|Be honest|Be careful].",
] as const;
