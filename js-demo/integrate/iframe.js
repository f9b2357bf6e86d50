// Makes the frame as high as what it shows.
const frame = document.querySelector("iframe");
/** Where the framed page comes from. Write it out if it is another server: "https://tests.example.org". */
const origin = new URL(frame.src).origin;

addEventListener("message", (event) => {
  // Any page may send messages to any other.
  if (event.origin !== origin || event.source !== frame.contentWindow) return;
  const height = event.data?.thetisHeight;
  if (Number.isFinite(height) && height > 0) frame.style.blockSize = `${Math.min(height, 20000)}px`;
});
