/** Times as SCORM writes them: to the hundredth of a second, which is as fine as any platform takes. */

const two = (n: number): string => String(n).padStart(2, "0");

/** Hours, minutes and seconds of so many milliseconds; no more hours than SCORM 1.2 has digits for. */
const parts = (ms: number): readonly [hours: number, minutes: number, seconds: number, hundredths: number] => {
  const hundredths = Math.min(Math.max(0, Math.round(ms / 10)), 9999 * 360_000) || 0;
  return [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60, Math.floor(hundredths / 100) % 60, hundredths % 100];
};

/** A duration in SCORM 1.2: `HHHH:MM:SS.SS`. */
export const timespan = (ms: number): string => {
  const [hours, minutes, seconds, hundredths] = parts(ms);
  return `${String(hours).padStart(4, "0")}:${two(minutes)}:${two(seconds)}.${two(hundredths)}`;
};

/** A duration in SCORM 2004, of ISO 8601: `PT#H#M#.##S`. */
export const duration = (ms: number): string => {
  const [hours, minutes, seconds, hundredths] = parts(ms);
  return `PT${hours}H${minutes}M${seconds}.${two(hundredths)}S`;
};

/** The time of day by the device's clock, as SCORM 1.2 has it: `HH:MM:SS.SS`. */
export const timeOfDay = (when: number): string => {
  const date = new Date(when);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(Math.floor(date.getMilliseconds() / 10))}`;
};

/** The last moment that platforms know: the year 2039 is refused, and a device's clock may be wrong by any number of years. */
const LAST = Date.UTC(2038, 0, 1) - 1;

/** A moment in SCORM 2004, of ISO 8601, UTC. */
export const timestamp = (when: number): string => `${new Date(Math.min(Math.max(0, when), LAST)).toISOString().slice(0, 22)}Z`;
