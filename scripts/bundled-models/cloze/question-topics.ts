import { questionsOfDailyLife } from "./questions-of-daily-life.ts";
import { questionsOfKnowledge } from "./questions-of-knowledge.ts";

/** The classes of Yahoo Answers. */
export const questionTopics = [...questionsOfKnowledge, ...questionsOfDailyLife];
