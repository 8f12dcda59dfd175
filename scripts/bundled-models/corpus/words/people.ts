/**
 * Few and common names, so that the tokenizer makes each of them one token: finding a name again is then one
 * comparison. `rareNames` are for copying only: they are spelt by several tokens.
 */
const split = (text: string): string[] => text.trim().split(/\s+/);

export const men = split(
  "Dave Tom Peter Paul Mark John James Robert David Daniel Henry George Frank Jack Oliver Leo Max Oscar Felix Hugo " +
    "Victor Simon Martin Arthur Adam Omar Ali Luis Ivan Ben",
);
export const women = split(
  "Sarah Anna Maria Laura Julia Emma Olivia Mia Lily Grace Alice Clara Rose Helen Jane Mary Susan Linda Ruth Emily " +
    "Hannah Eva Nina Lucy Ella Nora Kate Elena Fatima Carmen",
);
export const rareMen = split(
  "Walter Benjamin Samuel Hassan Arjun Kenji Chen Pablo Diego Marco Pierre Hans Karl Otto Erik Lars Boris Patrick " +
    "Kevin Ryan Steve Bill Bob Fred Milo Tarik Jonas Rufus Silas Viktor",
);
export const rareWomen = split(
  "Sophia Chloe Zoe Vera Irene Diana Fiona Amy Rachel Rebecca Miriam Aisha Layla Priya Yuki Keiko Lucia Rosa Paola " +
    "Claire Greta Ingrid Astrid Freya Olga Bridget Megan Wendy Peggy Selma",
);
export const surnames = split(
  "Miller Smith Brown Taylor Clark Lewis Walker Young King Wright Hill Green Baker Carter Turner Parker Collins Cook " +
    "Bell Ward Gray Wood Ross Long Foster Rossi Weber Novak Silva Lopez Kim Tanaka Singh Khan Olsen Meyer",
);

export interface Person {
  name: string;
  isWoman: boolean;
  he: string;
  his: string;
  him: string;
}

export function person(name: string, isWoman: boolean): Person {
  return isWoman
    ? { name, isWoman, he: "she", his: "her", him: "her" }
    : { name, isWoman, he: "he", his: "his", him: "him" };
}

export const people: readonly Person[] = [
  ...men.map((name) => person(name, false)),
  ...women.map((name) => person(name, true)),
];
export const rarePeople: readonly Person[] = [
  ...rareMen.map((name) => person(name, false)),
  ...rareWomen.map((name) => person(name, true)),
];
