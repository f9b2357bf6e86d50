/** The answers of a question. Cards are native controls drawn over the whole card, so that what is seen, touched and focused is one. */
import { css } from "lit";

export const itemStyles = css`
  /* Not on .answers: Chromium 156 leaves a container inside a fieldset with a picture without its contents. */
  .task {
    container-type: inline-size;
  }

  .answers {
    display: grid;
    gap: 0.75rem;
    min-inline-size: 0;
  }

  /* While it is empty it takes no room, but it is in the accessibility tree. */
  .missing {
    position: absolute;
  }

  .missing:not(:empty) {
    position: static;
    display: flex;
    gap: 0.625rem;
    margin: 0;
    padding: 0.75rem 1rem;
    border: 2px solid var(--warn);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--warn);
    font-weight: 600;
  }

  .missing:not(:empty)::before {
    content: "!";
    content: "!" / "";
    flex: none;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border: 2px solid;
    border-radius: 50%;
    line-height: 1.25rem;
    text-align: center;
  }

  .options {
    display: grid;
    gap: 0.625rem;
  }

  .option {
    position: relative;
    isolation: isolate;
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 3.5rem;
    padding: 0.625rem 1rem;
    border-radius: var(--radius);
    background: var(--surface);
    cursor: pointer;
  }

  /* What is touched is the control itself, below them. */
  .option > :not(input) {
    pointer-events: none;
  }

  .option > input {
    position: absolute;
    z-index: -1;
    inset: 0;
    appearance: none;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    border: 1px solid var(--line);
    border-radius: inherit;
    background: none;
    cursor: inherit;
    transition:
      background-color 0.12s,
      border-color 0.12s;
  }

  .option > input:checked {
    border: 2px solid var(--accent);
    background: var(--tint);
  }

  .option > input:focus-visible,
  .step:focus-visible,
  .pair select:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .option > input:disabled,
  .pair select:disabled {
    cursor: default;
    opacity: 1;
    color: inherit;
  }

  /* The ring of a radio button or the box of a checkbox; a thick rim or a tick says that it is chosen, in any colours. */
  .mark {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    border: 2px solid var(--soft);
    border-radius: 50%;
    background: var(--surface);
  }

  input:checked + .mark {
    border: 0.4375rem solid var(--accent);
  }

  [type="checkbox"] + .mark {
    border-radius: 0.375rem;
  }

  [type="checkbox"]:checked + .mark {
    border: 2px solid var(--accent);
    background: var(--accent);
  }

  [type="checkbox"]:checked + .mark::after {
    content: "";
    inline-size: 0.4375rem;
    block-size: 0.75rem;
    margin-block-end: 0.1875rem;
    border: solid var(--on-accent);
    border-width: 0 2.5px 2.5px 0;
    transform: rotate(45deg);
  }

  .option .words,
  .row .words,
  .left .words {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    hyphens: auto;
  }

  .option .pictogram {
    display: block;
    flex: none;
    inline-size: 2.25rem;
    block-size: 2.25rem;
  }

  /* Between a strong answer and a weak one, where there are more than five. */
  .between {
    transform: scale(0.84);
  }

  /* Where a pictogram, a number or a picture stands first, the mark stands last. */
  .ended .mark {
    order: 1;
  }

  .picture img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    border-radius: 0.5rem;
  }

  .lost,
  [data-lost] > img {
    display: none;
  }

  [data-lost] > .lost {
    display: block;
    padding: 0.625rem 0.75rem;
    border: 1px dashed var(--soft);
    border-radius: 0.5rem;
    background: var(--ground);
    font-weight: 400;
    font-size: 0.875rem;
  }

  .lost-note {
    color: var(--soft);
  }

  .option > .picture,
  .row > .picture,
  .left > .picture {
    flex: none;
    inline-size: 4rem;
    block-size: 3rem;
  }

  /* The number stands on the corner of the picture: on a phone the room is needed for the words. */
  .row > .corner {
    z-index: 1;
    align-self: start;
    margin-inline: -0.5rem -2.125rem;
    margin-block-start: -0.125rem;
    box-shadow: 0 0 0 2px var(--surface);
  }

  .option > [data-lost],
  .row > [data-lost],
  .left > [data-lost] {
    inline-size: auto;
    block-size: auto;
    flex: 0 1 50%;
  }

  /* Cards with the picture, or the pictogram, above the text. */

  .pictures,
  .halves {
    grid-template-columns: repeat(auto-fit, minmax(max(6.5rem, 22%), 1fr));
    gap: 0.75rem;
  }

  .pictures > .option,
  .halves > .option {
    flex-direction: column;
    gap: 0.5rem;
    padding: 0.75rem;
    text-align: center;
  }

  .pictures .words,
  .halves .words {
    flex: none;
    inline-size: 100%;
  }

  .pictures .picture {
    inline-size: 100%;
    block-size: auto;
    aspect-ratio: 4 / 3;
  }

  .pictures [data-lost] {
    flex: none;
    aspect-ratio: auto;
  }

  .pictures .mark,
  .halves .mark {
    position: absolute;
    inset-block-start: 1rem;
    inset-inline-start: 1rem;
  }

  .pictures .lost {
    padding-block-start: 2.25rem;
  }

  .halves > .option {
    padding-block: 1.25rem 1rem;
  }

  .halves .pictogram {
    inline-size: 3.5rem;
    block-size: 3.5rem;
  }

  .chips {
    grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr));
    gap: 0.5rem;
  }

  .chips > .option {
    min-block-size: 3rem;
    padding: 0.5rem 0.75rem;
  }

  /* A scale lies flat where there is room for it. */
  @container (min-width: 36rem) {
    .flat {
      grid-auto-flow: column;
      grid-auto-columns: minmax(0, 1fr);
    }

    .flat > .option {
      flex-direction: column;
      padding: 1rem 0.375rem 0.875rem;
      font-size: 0.9375rem;
      line-height: 1.3;
      text-align: center;
    }

    .flat .words {
      inline-size: 100%;
    }
  }

  .number {
    flex: none;
    min-inline-size: 1.75rem;
    border-radius: 1rem;
    background: var(--ink);
    color: var(--surface);
    font-size: 0.875rem;
    font-weight: 700;
    line-height: 1.75rem;
    text-align: center;
  }

  .order {
    display: grid;
    gap: 0.625rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 4rem;
    padding: 0.4375rem;
    padding-inline-start: 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .corner + .picture {
    align-self: start;
  }

  .row > .words {
    flex: 1 1 6rem;
  }

  /* On a very narrow screen the buttons stand below. */
  .steps {
    flex: none;
    display: flex;
    margin-inline-start: auto;
    gap: 0.375rem;
  }

  .step {
    display: grid;
    place-items: center;
    inline-size: 3rem;
    block-size: 3rem;
    padding: 0;
    border: 1px solid var(--soft);
    border-radius: calc(var(--radius) - 0.25rem);
    background: var(--surface);
    color: inherit;
    cursor: pointer;
  }

  .step > .pictogram {
    inline-size: 1.5rem;
    block-size: 1.5rem;
  }

  .step[aria-disabled] {
    border-color: var(--line);
    color: var(--line);
    cursor: default;
  }

  .pair {
    display: grid;
    gap: 0.75rem;
    padding: 0.875rem;
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) + 0.25rem);
  }

  .pair[data-missing] {
    border: 2px solid var(--warn);
  }

  .left {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    font-weight: 600;
  }

  .pair select {
    inline-size: 100%;
    min-block-size: 3.25rem;
    padding-inline: 0.75rem;
    border: 1px solid var(--soft);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }

  .hotspot {
    position: relative;
  }

  .hotspot .picture > img {
    block-size: auto;
    border-radius: var(--radius);
  }

  .hotspot > [data-lost] ~ .region {
    display: none;
  }

  /* Translation by half of itself: the place is given by its middle. Left stays left here, as in the picture. */
  .region {
    position: absolute;
    display: grid;
    place-items: center;
    min-inline-size: 3rem;
    min-block-size: 3rem;
    border: 2px solid transparent;
    border-radius: 0.5rem;
    transform: translate(-50%, -50%);
    cursor: pointer;
  }

  .region > .number {
    box-shadow: 0 0 0 2px var(--surface);
  }

  .region.chosen {
    border: 4px solid var(--accent);
    box-shadow: 0 0 0 2px var(--surface);
  }

  .region.chosen > .number {
    background: var(--accent);
    color: var(--on-accent);
  }

  .region[data-focus] {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
  }

  @media (hover: hover) {
    .option > input:enabled:hover,
    .step:not([aria-disabled]):hover {
      border-color: var(--accent);
    }

    .region:hover {
      border-color: var(--accent);
    }
  }

  @media (forced-colors: active) {
    .option > input:checked,
    .region.chosen {
      outline: 3px solid Highlight;
      outline-offset: -5px;
    }

    .mark,
    input:checked + .mark {
      border-color: CanvasText;
    }

    [type="checkbox"]:checked + .mark::after {
      border-color: CanvasText;
    }

    .number,
    .region.chosen > .number {
      border: 1px solid;
      background: Canvas;
      color: CanvasText;
    }

    .step[aria-disabled] {
      border-color: GrayText;
      color: GrayText;
    }

    .option > input:focus-visible {
      outline: 3px solid Highlight;
      outline-offset: 2px;
    }
  }
`;
