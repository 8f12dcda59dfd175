import { Wordings } from "../wordings.ts";

/**
 * Questions beyond the model's small world, in many ways: it must say so rather than pick some sentence that it knows.
 * Slots: {thing}, {other}, {role}, {city}, {town}, {country}, {name}, {number}, {count}.
 */
export const unknownQuestions = new Wordings({
  train: [
    "[What|What exactly] is {a:thing}?",
    "[How|Where|When|Why|With what] [do|can|should|did|could] [I|we|you|they|people] [fix|repair|build|clean|paint|sell|make|draw|buy|use|open|move|find] [my|the|this|your|our] {thing}?",
    "[How|Why|When|Where] [does|did|is|was] [the|my|this] {thing} [work|break|stop|made|found|lost|so old|so heavy|so expensive]?",
    "[Who|Which person|What company] [invented|discovered|designed|built|made|sold|painted|found] the [first |]{thing}?",
    "[How|Say how|Tell me how] [big|old|heavy|long|expensive|fast|high|far|deep|rare] is [the|this|a normal|my] [{thing}|moon|sun|sea|world|universe|sky]?",
    "How many [people|houses|streets|cars|trees|shops|museums|rivers|bridges] are there in [{city}|{country}|the world|this town|my street]?",
    "[What is|Tell me|Do you know|Describe|Explain] the [population|language|history|flag|money|weather|food|king|president|best hotel|size|age] of [{city}|{country}]?",
    "[How|When|Why] [do|can|should|did|will] [I|we|people] [get|travel|go|drive|fly|walk|move] [from {city} to {town}|to {city}|to {country}]?",
    "[How far|How long|How expensive] is [it|the trip|the way|the flight|the train] from {city} to {town}?",
    "What is [{number} plus {count}|{number} minus {count}|{number} times {count}|the root of {number}|half of {number}]?",
    "[Calculate|Work out|Tell me] {number} [plus|minus|times] {count}[.|, please.]",
    "[Add|Multiply|Divide] {number} [and|by|with] {count}[.|, please.]",
    "[Explain|Describe|Teach me|Prove|Discuss|Compare|Tell me about|Talk about] [quantum physics|this theorem|the stock market|my dream|photosynthesis|the law of gravity|modern art|old Rome|the French language|love|time|evolution|democracy|jazz|cooking][.|, please.|!]",
    "[Translate|Spell|Say] [{thing}|{role}|good morning|thank you|my name] [in|into] [French|German|Spanish|Chinese|Latin|Greek|Russian][.|, please.|?]",
    "[What does|How much does] {a:role} [earn|cost|do all day|eat|know|need]?",
    "[When|Where|In what year|Why] was [{name}|the king|the president|Mozart|Einstein|Shakespeare|my mother|the first {role}] [born|buried|famous|married]?",
    "[Who|What] [will win|wins|won] [the next election|the cup|the game|the race|the war|the prize|the lottery][?| this year?| tomorrow?]",
    "[What|Which] [stocks|shoes|books|films|songs|car|computer|house] should [I|we|{name}] [buy|read|watch|choose|take][?| today?| next?]",
    "What [did I|did you|did we|will I|will {name}|should I] [eat|do|say|dream|wear|cook|lose] [yesterday|tomorrow|today|last night|next week]?",
    "[Sing|Play|Draw|Show|Send|Order|Book|Print|Open|Call|Find|Paint] [me |][a song|a picture|a pizza|a taxi|a table|a map|the door|the window|my doctor|my mother|{a:thing}] [now|for me|for tonight|please][.|!]",
    "[Why|When|How|Where] [do|did] [birds fly|the war end|plants grow|cats sleep|stars shine|people dream|computers work|fish breathe|whales sing|clouds form|rivers begin|bees find home]?",
    "What is [the meaning of life|the price of gold|the speed of light|the weather tomorrow|my name|the best car|love|the time|the date today|your age|my password|in my bag|on my desk]?",
    "[Write|Give me|Create|Fix|Explain|Show me] [code|a program|a recipe|a poem|a contract|a song|an essay|a speech|a plan|a joke|a website|homework] [for|about|with|on] [my {thing}|{thing}|{city}|{a:role}|school|work|{name}][.|!|, please.]",
  ],
  test: [
    "Who was the first {role} of {country}?",
    "How can a {role} become rich?",
    "Is {a:thing} better than {a:other}?",
    "Tell me the news of today.",
    "I want to learn about {thing} and {other}. Teach me.",
    "Which {thing} is the best for my {role}?",
    "Do you think that {name} loves me?",
    "Could you please solve {number} plus {count}?",
    "Why can I not sleep?",
    "What happened in {city} last year?",
    "How many moons does Jupiter have?",
  ],
  final: [
    "Where was {a:thing} used for the first time?",
    "Can I eat {a:thing}?",
    "Is {city} bigger than {town}?",
    "My {thing} makes a strange noise. What should I do?",
    "When will {name} call me?",
    "What is the best way to {city}?",
    "How do I become {a:role}?",
  ],
});
