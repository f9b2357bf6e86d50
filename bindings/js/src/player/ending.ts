/**
 * What is shown once a test has ended, a file of its own (`ending.js`): the player fetches it while the test goes on, since the first question
 * does without it. What both draw with is the player's, imported from it.
 */
export { answers } from "./screens/answers.js";
export { learnerPage, result } from "./screens/result.js";
export { levelName } from "./screens/scale.js";
export { resultFile } from "./result/file.js";
export { summarise } from "./result/summarise.js";
export { endingStyles } from "./style/ending.js";
