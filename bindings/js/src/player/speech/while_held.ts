/** Listening to the page without keeping the listener alive. */

/** Calls a function on an event for as long as somebody else holds it. The function is not to be made in here: it would hold itself. */
export const whileHeld = (target: EventTarget, type: string, call: () => void): void => {
  const weak = new WeakRef(call);
  const listener = (): void => {
    const held = weak.deref();
    if (held) held();
    else target.removeEventListener(type, listener);
  };
  target.addEventListener(type, listener);
};
