import { topic } from "./topic.ts";

/** The classes of Yahoo Answers. */
export const questionTopics = [
  topic("society", {
    words:
      "society, culture, religion, tradition, custom, faith, god, church, ceremony, festival, cultural, belief, community, myth, prayer, holy, people",
    people: "priest, monk, pilgrim, immigrant, rabbi, nun, bishop, missionary",
    things:
      "tradition, religion, custom, prayer, bible, temple, costume, proverb, ritual, church, belief, myth",
    events: "carnival, festival, ceremony, blessing, funeral, pilgrimage, baptism, procession",
    own: `Why do people of this [religion|faith] [pray|fast] before sunrise?
      What does the [bible|church] say about [angels|sin|heaven]?
      Do you believe in [god|heaven|ghosts]?
      How is [Easter|Ramadan|Christmas] celebrated in {country}?
      What is the oldest [tradition|custom] in {country}?
      Is it rude to wear a [costume|veil] in a [temple|church|mosque]?
      Which [saint|prophet] is honoured at the [festival|procession] in {month}?
      I was invited to a:[baptism|funeral|ceremony] in {city}, what should I bring?
      Our neighbours keep every [custom|tradition|ritual] of {country}; is that usual?
      Can somebody explain this [prayer|ritual|myth] to me?
      My aunt says that the [ritual|superstition] keeps [ghosts|angels] away, is it true?
      How many [monks|nuns|pilgrims] come to this [temple|church|mosque] in {month}?
      Which [faith|religion] is older in {country}, and who brought it there?
      For the [carnival|festival|procession] in {city} I need something to wear, any tips?
      Who was the first [bishop|rabbi|missionary] in {city}?
      I grew up without [religion|faith|god], so what does a [priest|bishop|rabbi] really do?
      When I came to {country}, nobody told me about the [custom|tradition|proverb]; what does it mean?
      Is it a [sin|custom|tradition] to eat before the [prayer|ceremony]?
      What do you wear to a:[funeral|baptism|procession] in {country}?
      Are there still old [beliefs|myths|proverbs|superstitions] in {country}?
      I heard this [proverb|myth|prayer] from a [monk|nun|pilgrim], where was it written?
      Why is the [temple|church|mosque] closed before the [festival|ceremony]?
      Why do [monks|nuns|priests] wear these colours?
      Where does this [myth|proverb|superstition] come from?`,
  }),
  topic("science", {
    words:
      "science, mathematics, math, physics, chemistry, biology, equation, formula, theory, geometry, algebra, atom, energy, planet, scientific, astronomy, number",
    people:
      "chemist, mathematician, physicist, biologist, astronomer, geologist, botanist, zoologist",
    things:
      "equation, molecule, atom, triangle, fraction, theorem, planet, acid, electron, logarithm, comet, formula",
    events:
      "chemical reaction, eclipse, calculation, experiment, explosion, observation, meteor shower, measurement",
    own: `How do you solve an [equation] with two [unknowns|variables]?
      What is the [square root] of {number}?
      How many [electrons|protons] does an [atom] of [oxygen|helium|iron] have?
      Why is the [speed of light|gravity|velocity] constant?
      What happens when an [acid] meets a [metal|base]?
      How far away is the [planet|moon|comet]?
      Can somebody explain this [theorem|formula|theory] to me?
      I have to draw a:[triangle|circle|sphere] with the same [area|volume], how do I begin?
      Can [bacteria|cells] live without [oxygen]?
      My [geometry|algebra|physics] book calls it a [theorem|theory], but how is it shown?
      Which [metal|acid|gas] has the heaviest [molecules|atoms]?
      What does the [moon|planet|comet] look like during an [eclipse]?
      Is [chemistry|algebra|geometry|astronomy] harder than [physics|biology|mathematics]?
      If I double the [velocity|energy|volume], what happens to the [fraction|equation|formula]?
      Why do [planets|comets|electrons] never stand still?
      {a:person_} in {city} found a new [comet|formula|equation], is that true?
      How do you measure the [energy] of a:[chemical reaction|atom|explosion]?
      Does [evolution|photosynthesis|evaporation] need [oxygen|energy]?
      I always mix up [protons|atoms] and [molecules|electrons], is there an easy way to tell them apart?
      There are {number} [unknowns|variables|logarithms] in it, so which [formula|theorem] do I take?
      Who was the first [chemist|physicist|astronomer] to write about [atoms|gravity|planets]?
      Suppose the [acid|metal] is warm: will the [chemical reaction|evaporation] be faster?
      What is the [area|volume] of a [triangle|circle|sphere]?
      How do [cells|molecules|bacteria] divide?`,
  }),
  topic("health", {
    words:
      "health, medicine, doctor, disease, medical, diet, fitness, body, pain, hospital, treatment, symptom, drug, illness, patient, nutrition, healthy",
    people: "doctor, nurse, patient, dentist, surgeon, pharmacist, therapist, midwife",
    things:
      "fever, headache, rash, vitamin, allergy, vaccine, pill, diet, symptom, infection, bruise, cough",
    events:
      "surgery, medical treatment, checkup, diagnosis, pregnancy, injection, blood test, vaccination",
    own: `What helps against a [headache|fever|cough]?
      Is it safe to take {number} [pills|painkillers|vitamins] a day?
      My [knee|stomach|throat] [hurts], should I see a [doctor]?
      How long does a [rash|bruise|flu] last?
      Can a [dentist|doctor|surgeon] remove this without [pain]?
      Which [diet|vitamin] helps me to lose [weight]?
      Are there side effects of this [vaccine|medicine|drug]?
      I woke up with a [rash|fever|headache|cough], should I stay at home?
      Can I travel by plane with [asthma|diabetes|cancer]?
      After the [surgery|injection|vaccination] my [knee|throat|stomach] still [hurts], is that usual?
      Why did the [nurse|doctor|surgeon] ask about my [blood pressure|diet|allergy|pulse]?
      My uncle has [diabetes|cancer|asthma] and eats no sugar; which [vitamin|diet] is good for him?
      What is a normal [pulse|blood pressure|weight] in the morning?
      Does the [dentist|therapist|midwife] have to tell me about the [infection|symptom|illness]?
      There is a:[bruise|rash|infection] on my arm, do I need a:[pill|injection|vaccine]?
      How can I sleep with this [pain|cough|fever|headache]?
      Is a:[allergy|infection|cough] worse in {month}?
      Which [medicine|drug|treatment|vaccine] would a [pharmacist|nurse] take against the [flu]?
      I eat fruit every day, and yet the [symptoms|allergies] come back; could it be [diabetes|asthma]?
      How soon after a [checkup|blood test|diagnosis] does the [hospital] call?
      My [pulse|blood pressure] is too high, what can a [doctor|nurse] do?
      Do [vitamins|pills|painkillers] really help, or is rest enough against a [cough|fever]?
      What are the first [symptoms] of [diabetes|cancer|asthma]?
      How often should I measure my [blood pressure|pulse]?`,
  }),
  topic("education", {
    words:
      "education, school, college, university, student, teacher, exam, study, homework, degree, class, course, learning, academic, grade, lesson, library",
    people: "teacher, student, professor, tutor, pupil, principal, librarian, graduate",
    things:
      "assignment, essay, scholarship, diploma, dictionary, textbook, grade, degree, lecture, thesis, classroom, school",
    events: "exam, semester, graduation, lesson, seminar, quiz, school trip, spelling test",
    own: `How do I write a good [essay|thesis] in one week?
      Which [university|college] in {country} has the best [courses|professors]?
      Can my [teacher|professor] lower my [grade]?
      Where can I get a [scholarship] for my [studies|degree]?
      How do you prepare for the last [exam|quiz]?
      Is it hard to become a [teacher|librarian|tutor]?
      My [homework|assignment] is due on {day}, who can help?
      I failed my [exam|quiz|course] twice, what can I do now?
      How many pages should a:[essay|thesis|assignment] have?
      Can I keep my [scholarship|degree] if I move to {country}?
      Our [professor|teacher|tutor] reads from the [textbook|dictionary] all day, is that usual?
      Is the [homework|lecture|seminar] on {day} for every [student|pupil]?
      Who pays for the [school trip|graduation|textbooks]?
      My cousin leaves [school|college|university] in {month} without a [diploma|degree], what now?
      Is the [library|university|college] open at night?
      Do you remember your first [lesson|semester|lecture], and was it hard?
      What is the best way to learn words for a [spelling test|quiz|lesson]?
      The [principal|librarian|teacher] took my [dictionary|essay|homework] away, is that allowed?
      Does the [grade|diploma] of this [class|course] matter after [graduation|college]?
      Why does every [student|graduate|pupil] hate the [seminar|principal|thesis]?
      I have one week left for my [thesis|essay|homework], which [library|tutor] can help?
      How hard is the first [semester|exam|course] at a [university|college] in {country}?
      Do I need a [diploma|degree] for this [course]?
      Which [dictionary|textbook] do you use in [class]?`,
  }),
  topic("computers", {
    words:
      "computers, internet, computer, software, web, email, website, online, password, program, file, download, network, virus, hardware, browser, laptop",
    people:
      "programmer, hacker, administrator, webmaster, developer, computer user, moderator, gamer",
    things:
      "password, laptop, browser, keyboard, router, printer, file, website, folder, email, modem, firewall",
    events: "download, upgrade, backup, update, installation, reboot, login, upload",
    own: `How do I remove a [virus|program] from my [laptop|computer]?
      I forgot my [password], how can I open my [email]?
      Why is my [internet|download|browser] so slow?
      Which [router|modem|printer] works with this [software]?
      How can I copy a [file|folder] to a [disk|server]?
      What is the best free [browser|firewall|antivirus]?
      My [screen|keyboard] [freezes] after the [update].
      I bought a used [laptop|computer|printer], how do I set it up?
      Can a [virus|hacker] get past the [firewall|router|password]?
      Why does my [email|browser|website|laptop] ask for a [password|login] every time?
      Is there a [program|website|browser] that makes [pictures|files] smaller?
      The [download|backup|installation|upload] stops after {number} minutes, what is wrong?
      Which [keyboard|screen|laptop] do you use when you write all day?
      My neighbour reads my [emails|files]; how do I hide a [folder|file]?
      How do I get my [files|folders|pictures] back after a:[reboot|virus|update]?
      Do I need [antivirus|firewall] [software] if I never go [online]?
      Nothing happens when I click on the [file|folder|homepage|download], any idea?
      Who made the first [computer|browser|website|modem]?
      Is it normal that the [server|internet|network] is down every {day}?
      {a:person_} deleted my [homepage|email|upload]; why would he do that?
      I lost the [password|file|email], can a:[programmer|hacker|administrator] find it?
      What happens to my [files|emails|pictures] when the [laptop|server] [freezes]?
      How do I build a [website|homepage] with [pictures]?
      Can a [hacker] read my [emails|files]?`,
  }),
  topic("sports", {
    words:
      "sports, football, team, game, match, coach, player, tennis, league, championship, goal, athletics, basketball, baseball, cricket, hockey, rugby, race, stadium, golf",
    people: "goalkeeper, striker, coach, referee, sprinter, swimmer, captain, athlete",
    things:
      "goal, penalty, trophy, medal, jersey, racket, stadium, league, cup, football, scoreboard",
    events: "match, final, tournament, marathon, championship, game, derby, playoff",
    own: `Who won the [cup|championship|league] in {year}?
      What are the rules of [cricket|rugby|hockey]?
      Which [team|player] will win the [match|final] on {day}?
      How many [players|substitutes] does a [football|basketball|baseball] [team] have?
      What is the best [racket|ball] for [tennis|badminton]?
      How can I run a [marathon|race] in four hours?
      Why did the [referee|umpire] stop the [game]?
      I want to train for a [marathon|race|tournament], how do I begin?
      How long is the break in a [football|hockey|rugby|basketball] [match|game]?
      Our [goalkeeper|captain|striker] cannot come, who should play on {day}?
      Can the [referee|umpire] also be the [coach|captain]?
      Which [jersey|racket|ball] should I buy for my first [game|match|tournament]?
      Is [tennis|golf|badminton|cricket] harder than [baseball|rugby|hockey]?
      My brother was a:[sprinter|swimmer|athlete] and has {number} [medals|trophies], where should he put them?
      Why is the [stadium|scoreboard] dark although the [final|derby|playoff] is tonight?
      When does the [league|championship|cup] begin again in {country}?
      They lost every [game|match|derby], so do they need a new [coach|goalkeeper|captain]?
      What counts as a [goal|penalty] in [hockey|football|rugby]?
      Are [substitutes|players] allowed to change [jerseys|rackets] during a [match|final]?
      Which [striker|quarterback|goalkeeper] got the most [medals|trophies] in {year}?
      Is there a [football|tennis|hockey] [team|league|tournament] for beginners in {city}?
      I saw the [final|match|race] in {city}; why did the [coach|striker|referee] shout so much?
      Who is the best [goalkeeper|striker|quarterback] of all time?
      Which [coach] trains the [team] of {city}?`,
  }),
  topic("business", {
    words:
      "business, finance, money, bank, job, tax, loan, market, credit, company, stock, investment, salary, mortgage, economy, financial, debt",
    people: "investor, banker, employer, shareholder, accountant, broker, landlord, salesman",
    things:
      "mortgage, loan, salary, invoice, credit card, tax, paycheck, bank account, share, pension, bond, debt",
    events: "bankruptcy, job interview, tax return, auction, layoff, audit, payment, promotion",
    own: `How much [tax] do I pay on my [salary|income]?
      Where can I get a cheap [loan|mortgage]?
      Should I buy [shares|bonds|stocks] now?
      Can my [employer|boss] cut my [salary|pension]?
      How do I open a [bank account] in {country}?
      What do I say in a [job interview]?
      How can I pay my [debts|credit card] faster?
      I got a letter about my [tax|mortgage|pension], whom do I call?
      How high is the [salary|income|pension] of a:[accountant|broker|salesman] in {country}?
      Can a [bank|landlord|broker] ask for so much [money]?
      I have {number} hundred dollars: should I buy [stocks|shares|bonds] or pay back my [debts|loan]?
      My [boss|employer] wants to sell the [company|business], what happens to my [job|pension]?
      Is the [loan|mortgage|credit card] cheaper after the first year?
      Why is the [market|economy] so weak, and will my [shares|stocks] fall?
      Which [bank|broker|company] in {city} gives a good [credit|loan|mortgage]?
      The [invoice|paycheck|payment] was wrong twice; should I tell the [accountant|boss]?
      When does a:[shareholder|investor] get his [money|income]?
      Do I lose my [bank account|mortgage|job] after a [bankruptcy|layoff]?
      There was a:[audit|auction|sale] at work, should I worry about my [paycheck|promotion]?
      I sent the [tax return|invoice] on {day}, how long does it take until they pay?
      How do I ask for more [money|income] without making my [boss|employer] angry?
      Which [tax|debt|loan] should I pay first if my [salary|paycheck] is late?
      Is it smart to start a [company|business] with little [money]?
      Do I have to send an [invoice] for every [sale]?`,
  }),
  topic("entertainment", {
    words:
      "entertainment, music, movie, song, film, singer, band, actor, concert, television, celebrity, guitar, show, album, dance, comedy, star",
    people: "singer, actor, actress, drummer, guitarist, comedian, celebrity, rapper",
    things:
      "song, movie, guitar, album, soundtrack, playlist, melody, sitcom, cartoon, trailer, music video, ballad",
    events: "concert, premiere, audition, gig, musical, talent show, karaoke, encore",
    own: `Who [sang|played] the [song] with the words about the rain?
      What is your favourite [movie|album|band]?
      Which [actor|actress] plays in this [movie|sitcom]?
      When is the next [concert] of this [band|singer]?
      How do I learn the [guitar|drums|piano] by myself?
      Is there a [trailer|soundtrack] for the new [film|cartoon]?
      Where can I hear the [album|single] of this [rapper|singer]?
      I cannot get this [song|melody|ballad] out of my head, who [sang] it?
      Do you still listen to the [album|soundtrack] of your favourite [band|singer|rapper]?
      How old is the [actor|actress|comedian] from the [sitcom|cartoon|trailer]?
      My sister wants a [guitar|piano] like the one in the [music video|movie|concert], where do I find it?
      Why was the [concert|premiere|musical|gig] in {city} called off?
      Is the [film|movie|sitcom|cartoon] funny or rather sad?
      What is a good [song|ballad|melody] for a:[audition|talent show|concert]?
      The [drummer|guitarist|singer] left the [band|show] in {year}, does anybody know why?
      Which [melody|song|single] comes at the end of the [movie|musical|trailer]?
      Can you name a:[comedian|rapper|actor|celebrity] from {country}?
      When I play the [drums|guitar|piano], the neighbours complain; what would you do?
      Was there an [encore] after the [gig|concert] on {day}?
      Has this [celebrity|actress|comedian] ever been on [television] in {country}?
      I need a:[playlist|song|album] for a long drive; which [band|singer] do you like?
      Who went to the [premiere|concert|musical], and was the [actress|drummer|band] good?
      Which [celebrity] won the [talent show] on [television]?
      What was the name of the [cartoon|sitcom] from {year}?`,
  }),
  topic("family", {
    words:
      "family, relationships, love, marriage, friend, wife, husband, girlfriend, boyfriend, dating, parents, children, wedding, divorce, mother, baby, romance",
    people: "husband, wife, girlfriend, boyfriend, stepmother, bride, fiance, mother",
    things:
      "marriage, relationship, crush, quarrel, love poem, kiss, heartbreak, love letter, engagement ring, flirt, romance, hug",
    events: "wedding, divorce, breakup, first date, anniversary, honeymoon, engagement, reunion",
    own: `My [girlfriend|boyfriend] does not call me, does she still [love] me?
      How do I tell my [husband|wife] that I want a [divorce]?
      Should I [kiss] her on the [first date]?
      What is a good present for our [anniversary|wedding]?
      How do I get over a [breakup|crush]?
      My [mother|stepmother] hates my [boyfriend|fiance], what can I do?
      When is the best time for a [baby|marriage]?
      I found a:[love letter|engagement ring] in his coat, what does it mean?
      How long should we wait between the [engagement|first date] and the [wedding|marriage]?
      My [husband|wife|fiance|boyfriend] forgot our [anniversary|honeymoon], may I be angry?
      Is it too early for a [kiss|hug] after one week?
      How do [parents|children] get over a [divorce|breakup]?
      Why does my [boyfriend|girlfriend|stepmother] never call back?
      What would you write in a [love letter] to your [wife|husband|girlfriend]?
      She says it is only a [flirt|crush], but I feel [jealousy|heartbreak]; what do you think?
      Who pays for the [honeymoon|wedding|engagement], his [mother|parents] or mine?
      After {number} years of [marriage|romance] I want a [divorce], where do I begin?
      Does he want a [relationship|marriage|romance], or just [affection]?
      Should I bring my [girlfriend|fiance|baby] to the [reunion|wedding]?
      When my [parents|mother] met my [wife|husband|bride], nobody spoke; is that usual?
      Can a [hug|kiss|love letter] save a [marriage|relationship]?
      I dream of a [wedding|honeymoon|baby], but my [boyfriend|girlfriend|wife] does not, what now?
      Is [jealousy] normal in a [relationship|marriage]?
      How can I win my [wife|girlfriend] back?`,
  }),
  topic("politics", {
    words:
      "politics, government, election, president, law, vote, democracy, congress, senate, party, political, senator, campaign, policy, rights, republican, democrat",
    people: "president, senator, mayor, voter, congressman, candidate, republican, democrat",
    things:
      "law, ballot, constitution, policy, parliament, congress, senate, treaty, democracy, government, embassy, passport",
    events:
      "election, campaign, referendum, impeachment, inauguration, war, political debate, vote",
    own: `Who will win the next [election] in {country}?
      Why did the [senate|congress] stop this [law|bill]?
      Is the [president|mayor] above the [law|constitution]?
      How many [senators|voters] are there in {country}?
      Should the [government] lower the [voting] age?
      What do [republicans|democrats] think about the [war|border]?
      Can a [president|governor] be [impeached|elected] twice?
      I moved to {country}, where do I [vote] now?
      How does a [bill|law|treaty] get through the [senate|congress|parliament]?
      Which [party|candidate|senator] lied in the [campaign|political debate]?
      Can the [constitution|law] be changed by a [referendum|vote]?
      My [passport|ballot] has the wrong name, should I call the [embassy|government]?
      Is the [democracy|parliament] of {country} older than its [constitution]?
      Are [republicans|democrats|voters] against this [policy|treaty|war]?
      Why did the [governor|president|mayor] lose the [election|vote|referendum] in {year}?
      The [government|parliament] wants a new [law|policy|border], do you agree?
      Who [elected] this [congressman|senator|governor], and when is the next [vote]?
      What happens in {country} when there is no [president|government|parliament]?
      Do [prisoners|citizens|voters] get a [ballot|passport] before the [election]?
      If the [senator|president|governor] is [impeached], who signs the [treaty|bill|law]?
      How long did the [war|campaign] last, and which [president|government] ended it?
      Does a [voter|candidate|democrat|republican] need a [passport|ballot] on {day}?
      Which [party|candidate] has the best [policy|campaign]?
      Do [citizens|prisoners] have the right to [vote]?`,
  }),
];
