/**
 * The topics of stories: name | heroes | partners | places | traits, then plots of three sentences. Every plot names its
 * partner, so that a reader and a test can see the topic. {N} is the hero's name; {he} {his} {him} follow the gender.
 */
export const plotText = `
medicine | doctor/surgeon | patient/sick child | a small hospital/a quiet clinic | kind/tired
- [One night|Late one night|One dark night] a patient came in with a high fever. / {N} sat by the bed and tried every medicine {he} knew. / [In the morning|The next morning|At sunrise] the fever was gone, and the patient smiled.
- A patient refused to take any medicine. / {N} listened to the old fears of the patient and explained everything slowly. / [At last|In the end|Finally] the patient took the pill and soon got well.
- A patient could not sleep because of a strange pain. / {N} studied the case for three days. / {He} found the cause, and the patient went home healthy.
- The patient in room seven had not spoken for a year. / {N} brought a [small bird|little radio] to the patient. / One week later the patient said the first words.
school | teacher/schoolmaster | student/pupil | a village school/a busy school | patient/strict
- One student never spoke in class. / {N} asked the student to read a poem aloud. / The whole class clapped, and the student was proud.
- A student failed the big exam. / {N} stayed after class every day to help. / In spring the student passed with the best mark.
- The students did not want to learn numbers. / {N} taught them with apples and games. / [Soon|Before long|Very soon] every student loved the lesson.
- The old school had no books for the students. / {N} asked every house in the village for one book. / Each student found a book to love.
bakery | baker | bread/loaf of bread | a warm bakery/a little bakery | cheerful/sleepy
- [One morning|One winter morning] the oven was cold and there was no bread. / {N} borrowed an oven and worked fast. / By noon the smell of fresh bread filled the street.
- [Nobody|No one] bought the bread any more. / {N} tried a new recipe with honey and nuts. / [The next day|A day later] a long line waited for the bread.
- A hungry boy stole a loaf of bread. / {N} did not shout but gave him work in the bakery. / The boy learned to bake bread better than anyone.
- A rich man wanted all the bread of the town for himself. / {N} sold him the oldest loaf of bread for a gold coin. / With the coin {he} baked bread for the poor.
farm | farmer | cow/calf | a green village/an old farmhouse | hardworking/stubborn
- [One day|One morning|Then one day] the best cow was missing. / {N} followed the tracks across the field. / {He} found the cow by the river and led it home.
- The cow gave no milk. / {N} sang to the cow [every evening|each evening]. / [After a week|After some days] the bucket was full of milk again.
- A dry summer left no grass for the cow. / {N} dug a well behind the barn. / The field turned green, and the cow grew fat.
- The cow was afraid of the new barn. / {N} slept in the barn beside the cow for three nights. / After that the cow walked in alone.
sea | captain/sailor | ship/crew | a windy harbour/a small port | brave/proud
- Far from land the ship began to leak. / {N} ordered the crew to throw the cargo into the sea. / The ship stayed afloat and reached the harbour.
- Thick fog hid the rocks from the ship. / {N} slowed the ship and listened to the waves. / The ship passed safely, and the crew cheered.
- The crew wanted to turn the ship around. / {N} asked them for one more day at sea. / The next morning they saw a new island.
- [One|A] young sailor of the crew fell into the water. / {N} jumped from the ship with a rope around {his} body. / The crew pulled them both back to the ship.
court | king/prince | queen/princess | a great castle/a golden palace | proud/wise
- The queen was sad and nobody knew why. / {N} walked with the queen through the garden and listened. / The queen laughed again, and the castle had a feast.
- An enemy stood before the castle. / {N} and the queen invited the enemy to dinner. / There was no war, and the kingdom lived in peace.
- The crown of the queen disappeared. / {N} searched every room of the castle. / It was in the nest of a bird, and the queen had to smile.
- The queen wanted to see the world outside the castle. / {N} and the queen put on old coats and went to the market. / They came home tired and knew their people better.
writing | author/writer | book/novel | a narrow house/a room full of paper | lonely/famous
- {N} could not finish the last page of the book. / {He} walked through the city and listened to strangers. / One sentence was enough, and the book was done.
- No publisher wanted the book. / {N} read the book aloud in the park. / A publisher heard it, and soon everyone read the book.
- The only copy of the book fell into the water. / {N} wrote the whole book again from memory. / The second book was better than the first.
- A child did not like the end of the book. / {N} invited the child to write a new end for the book. / The new end was funny, and the book was sold everywhere.
kitchen | chef/cook | restaurant/kitchen | a famous restaurant/a tiny restaurant | nervous/clever
- A hard critic came to the restaurant. / {N} cooked the simple soup of {his} grandmother. / The critic asked for a second plate of soup.
- The kitchen ran out of salt. / {N} used lemons and herbs from the garden. / The guests said that the dinner was perfect.
- The restaurant was empty [every evening|each evening]. / {N} put a table on the street and cooked there. / [Soon|Before long|Very soon] the restaurant was full of guests.
- A poor boy looked into the restaurant every night. / {N} gave him a plate and a place in the kitchen. / [Years later|Many years later] the boy owned a restaurant too.
music | violinist/musician | concert/violin | a grand hall/an old theatre | shy/gifted
- A string broke in the middle of the concert. / {N} went on playing with three strings. / The audience stood up and clapped.
- The violin was stolen before the concert. / {N} played on a cheap violin from a child. / The music had never sounded so true.
- {N} was afraid of the big concert. / {He} closed {his} eyes and thought of home. / The music flowed, and the fear was gone.
- On the evening of the concert nobody came because of the snow. / {N} opened the window and played the concert for the street. / People danced in the snow until midnight.
crime | detective/inspector | thief/robber | a foggy city/a dark street | sharp/calm
- A thief took the diamond from the museum. / {N} noticed mud on the window. / The mud led to the gardener, and the thief was caught.
- [Every night|Each night] the thief robbed another house. / {N} waited in the dark with a cup of tea. / The thief opened the door and found {N} inside.
- The thief left a note at every crime. / {N} studied the letters for a week. / The hand was that of the mayor, and the thief confessed.
- The thief wrote that nobody would ever solve the crime. / {N} sent the thief a ticket for the opera. / The thief came, because no thief can resist a free ticket.
football | coach/trainer | team/goalkeeper | a small club/a stadium | loud/loyal
- The team had lost every match. / {N} let the team play with the children in the park. / The players found their joy and won the final.
- The goalkeeper was hurt before the final. / {N} gave the gloves to the youngest player of the team. / The young goalkeeper stopped the last ball.
- The players of the team did not talk to each other. / {N} took them to the mountains without phones. / They came back as one team.
- The club had no money, and the team had no shoes. / {N} trained the team in the sand by the river. / With strong legs the team won without shoes.
space | astronaut | rocket/space station | a space station/a launch base | curious/calm
- The engine of the rocket stopped near the moon. / {N} climbed outside and fixed a loose wire. / The rocket turned back to Earth.
- A red light flashed in the rocket. / {N} counted the air that was left. / The rocket landed with one minute to spare.
- {N} saw a strange star from the rocket. / {He} drew it and sent the picture to Earth. / The star was given the name of {N}.
- The rocket had no more water. / {N} melted the ice on the wall of the rocket. / There was enough water for the way home.
magic | wizard/magician | dragon | a high tower/a dark forest | forgetful/old
- A dragon sat on the roof of the tower. / {N} found that the dragon had a thorn in its foot. / {He} pulled it out, and the dragon became a friend.
- The spell turned the dragon into a kitten. / {N} fed it milk and looked for the right words. / The dragon came back but still liked milk.
- The dragon wanted all the gold of the village. / {N} showed the dragon its own face in a mirror. / The dragon grew ashamed and flew away.
- The dragon could not make fire any more. / {N} cooked a soup of pepper for the dragon. / The dragon sneezed, and the fire was back.
garden | gardener | roses/flowers | a walled garden/a park | gentle/quiet
- One spring the roses did not bloom. / {N} gave the roses water from the old well. / In June the garden was red with roses.
- Someone cut the roses at night. / {N} stayed awake and met a poor girl. / {He} gave her seeds, and now two gardens are full of roses.
- A frost was coming for the roses. / {N} covered every rose with straw. / [In the morning|The next morning|At sunrise] the roses were alive.
- A goat ate the roses in the night. / {N} planted the roses again behind a high wall. / The goat got a garden of its own.
art | painter/artist | portrait/painting | a cold studio/an attic | poor/dreamy
- A rich lady did not like her portrait. / {N} painted it again without her jewels. / She cried, because the portrait was true.
- There was no money for paint. / {N} made colours from berries and ash. / The painting now hangs in a museum.
- The portrait looked sad every night. / {N} added a small window to the painting. / [In the morning|The next morning|At sunrise] the portrait seemed to smile.
- A blind man wanted a portrait of his wife. / {N} painted the portrait with thick colours. / The man touched the portrait and smiled.
train | train driver/conductor | train/passenger | a country station/a railway town | careful/friendly
- Snow covered the tracks and the train stood still. / {N} made tea for every passenger. / When the train moved again, nobody wanted to leave.
- A passenger had lost the last train. / {N} stopped the train and opened the door. / The passenger was on the way to a wedding.
- The brakes of the train failed on the hill. / {N} pulled the old hand brake with all {his} strength. / The train stopped just before the bridge.
- A dog sat on the tracks, and the train had to stop. / {N} lifted the dog into the train. / [Since then|From that day on] every passenger knows the dog by name.
law | lawyer/judge | client/trial | a busy court/a small office | honest/clever
- A client was accused of a theft. / {N} asked the witness one simple question. / The client was free, and the court was silent.
- The client had no money to pay. / {N} took the case to court for a basket of apples. / They won the trial and shared the apples.
- The trial seemed lost. / {N} found a forgotten letter in the files. / The judge read it and freed the client.
- The client did not say a word in court. / {N} noticed that the client was afraid of someone in the room. / When that man was sent out, the client told the truth and won the trial.
science | scientist/professor | experiment/laboratory | a laboratory/a university | curious/restless
- The experiment failed a hundred times. / {N} looked at the mistake and not at the plan. / The mistake was the real discovery.
- A strange light came from the laboratory. / {N} had left the experiment alone for the night. / In the glass {he} found a new kind of crystal.
- [Nobody|No one] believed in the experiment. / {N} invited everyone to the laboratory. / The experiment worked, and they shook {his} hand.
- The cat of the laboratory jumped into the experiment. / {N} wanted to throw everything away. / But the fur of the cat was clean, and a new soap was born from the experiment.
robot | inventor/engineer | robot/machine | a workshop/a garage | clever/busy
- The robot asked what a dream was. / {N} let the robot watch the stars. / The next morning the robot told its first dream.
- The robot broke everything it touched. / {N} gave the robot soft hands made of wool. / Then the robot learned to carry eggs.
- The robot ran away in the rain. / {N} looked for the robot all night. / It was holding an umbrella over a dog.
- The robot wanted to have a name. / {N} read a long list of names to the robot. / The robot chose the name of {N}.
fire | firefighter | fire/flames | a fire station/a mountain town | strong/brave
- A fire broke out in the old school. / {N} ran through the flames to the last room. / {He} carried a small child out of the fire.
- The fire came closer to the village. / {N} dug a trench with all the neighbours. / The fire stopped there, and the village was safe.
- The alarm rang, but there was no fire. / {N} found a lonely man who wanted to talk. / [From then on|From that day on] they drank coffee every week, without a fire.
- The fire started in the kitchen of a hotel. / {N} woke every guest and counted them twice. / Only the hotel was lost in the fire.
sheep | shepherd | sheep/lamb | a high valley/a green valley | young/patient
- In the evening one lamb was missing. / {N} left the sheep and climbed up to the rocks. / {He} carried the lamb home on {his} shoulders.
- A wolf came near the sheep. / {N} made a big fire and sang all night. / The wolf went away, and no lamb was lost.
- The sheep would not cross the bridge. / {N} carried one lamb over the bridge. / Then all the sheep followed.
- A storm came over the mountain, and the sheep were afraid. / {N} led the sheep into a deep cave. / [In the morning|The next morning|At sunrise] all the sheep were dry and safe.
theatre | actor/actress | stage/audience | an old theatre/a city theatre | vain/nervous
- {N} forgot every word on the stage. / {He} looked at the audience and told a joke. / The audience thought it was the best part of the play.
- The lights on the stage went out. / {N} played the scene in the dark. / The audience held its breath and then cheered.
- Only one person sat in the audience. / {N} played on the stage as if it were thousands. / That person owned the largest theatre in the land.
- A mouse ran over the stage in the saddest scene. / {N} spoke to the mouse as if it were in the play. / The audience laughed and cried and came again.
flight | pilot | plane/airport | an airport/a small airfield | calm/young
- One engine of the plane failed over the sea. / {N} spoke to the passengers in a quiet voice. / The plane landed safely on a long beach.
- Birds stood on the runway before the plane. / {N} waited and played music from the plane. / The birds flew off, and the plane took off.
- A child was afraid to fly in the plane. / {N} showed the child every button of the plane. / The child slept through the whole flight.
- The plane was lost above the clouds. / {N} saw a river and followed it with the plane. / The river led the plane to the airport.
sewing | tailor | dress/coat | a narrow shop/a market street | skilled/modest
- The wedding dress was too small. / {N} opened every seam in one night. / The bride danced in the dress until morning.
- A beggar asked the tailor for a coat. / {N} sewed a coat from a hundred pieces. / [The next day|A day later] every customer wanted that coat.
- The silk for the dress was stolen. / {N} used an old curtain for the dress. / It became the most beautiful dress in town.
- A soldier lost a button of his coat before the parade. / {N} gave him a gold button from an old dress. / The coat with the gold button became famous.
mine | miner | gold/mine | a dusty valley/a mountain camp | hopeful/lonely
- For years there was no gold in the mine. / {N} shared {his} last bread with a stranger. / The stranger showed {him} where the gold was.
- The roof of the mine fell down. / {N} followed a small bird to the air. / {He} left the gold behind and was happy to live.
- {N} found a piece of gold as big as a fist. / {He} told nobody and hid the gold in a shoe. / The shoe was so heavy that everybody knew about the gold.
- A child asked why there was no light in the mine. / {N} hung a hundred candles in the mine. / In their light {he} saw the gold in the wall.
light | lighthouse keeper | lighthouse | a stone tower by the sea/a white tower by the sea | faithful/silent
- [One night|Late one night|One dark night] the lamp of the lighthouse went out. / {N} burned {his} own furniture to make light. / Three boats found the way home.
- [Nobody|No one] visited the lighthouse in winter. / {N} wrote a letter and put it into a bottle. / In spring a friend came to the lighthouse.
- The lighthouse was going to be closed. / {N} lit the lamp for one last night. / A ship was saved, and the lighthouse stayed open.
- A bird flew against the glass of the lighthouse. / {N} cared for the bird until it could fly. / Now the bird comes back to the lighthouse every year.
library | librarian | reader/library | a city library/a silent library | wise/orderly
- A reader asked for a book without a title. / {N} searched the library for a week. / The book was under the chair of the reader.
- The library was too loud to read. / {N} began to whisper a story. / The whole library became silent to hear the end.
- A reader returned a book after fifty years. / {N} did not ask for money but for a story. / The story is now kept in the library.
- [One night|Late one night|One dark night] the rain came through the roof of the library. / {N} and every reader carried the books to the church. / Not one book of the library was lost.
family | grandmother/grandfather | grandson/grandchild | a white cottage/a house by the lake | warm/funny
- The grandson was bored in the long holiday. / {N} showed the grandson a box of old photographs. / They laughed and told stories until dinner.
- The grandson broke the best cup. / {N} glued it and filled the cracks with gold paint. / The grandson kept that cup all his life.
- The grandson was afraid of the dark. / {N} counted the stars with the grandson. / He fell asleep before the tenth star.
- The grandson wanted to know where the river ends. / {N} packed bread and walked along the river with the grandson. / In the evening they saw the sea together.
cat | cat/kitten | mouse | a dusty attic/a farmhouse | lazy/hungry
- The mouse stole the cheese every night. / {N} the cat waited behind the door but fell asleep. / The mouse left a piece of cheese for {N}.
- The mouse fell into a bowl of milk. / {N} put a paw into the bowl and saved the mouse. / [Since then|From that day on] the cat and the mouse share the milk.
- A big dog came into the house. / The mouse bit the dog, and {N} jumped on its back. / The dog ran, and the cat thanked the mouse.
- The mouse was ill and could not leave its hole. / {N} put a piece of cheese before the hole every day. / The mouse got well and never stole from the cat again.
fishing | fisherman | fish/boat | a fishing village/a blue bay | poor/lucky
- For a month the net caught no fish. / {N} caught one silver fish that could speak. / {He} let the fish go, and the next day the net was full.
- The boat drifted out to the open sea. / {N} followed the birds and the fish. / On the third day the boat came home.
- A huge fish pulled the boat all night. / {N} cut the line and waved goodbye. / [Nobody|No one] believed the story of the fish, but {he} was happy.
- A little fish cried in the boat. / {N} gave the fish back to the sea. / [From then on|From that day on] the fish swam beside the boat every morning.
`;
