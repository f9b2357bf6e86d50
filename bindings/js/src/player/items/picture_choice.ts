/** One picture out of several. */
import { single } from "./single.js";

export const pictureChoice = single(() => "pictures", "item.choose-picture");
