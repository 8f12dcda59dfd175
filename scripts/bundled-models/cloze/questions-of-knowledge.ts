import { topic } from "./topic.ts";

/** Society, science, health, education, computers. */
export const questionsOfKnowledge = [
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
];
