/** The module `lms.js`: brings state and results of a test to the learning platform it was opened from. */
export { connect } from "./connect.js";
