/** The sentence that says what is missing: announced when it appears, and part of the description of the control that gets the focus. */
import { html, nothing, type TemplateResult } from "lit";
import type { ItemView } from "./item_view.js";

const id = ({ idPrefix }: ItemView): string => idPrefix + "-missing";

/** For `aria-describedby`. */
export const describedBy = (view: ItemView): string | typeof nothing => (view.missing ? id(view) : nothing);

/** The empty paragraph is there from the start: screen readers announce what appears in an alert more surely than an alert that appears. */
export const missing = (view: ItemView, key: string): TemplateResult => html`<p class="missing" id=${id(view)} role="alert">${view.missing ? view.t.t(key) : nothing}</p>`;
