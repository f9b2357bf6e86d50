// One drawing for each occupation, so that it is found again without reading. Strokes on a square of 24.

export const PICTOGRAMS = {
  "domestic-cleaner": "M14 3 11 13M7 13h8l1.5 8h-11zM9 21v-3M12.5 21v-3M18 5v3M16.5 6.5h3M20 10v2M19 11h2",
  "domestic-housekeeper": "M3.5 11.5 12 4l8.5 7.5M6 10v10h12V10M10 20v-6h4v6",
  "home-care-aide": "M3.5 11.5 12 4l8.5 7.5M6 10v10h12V10M12 17.5c-2-1.4-3-2.4-3-3.6a1.5 1.5 0 0 1 3-.4 1.5 1.5 0 0 1 3 .4c0 1.2-1 2.2-3 3.6z",
  "personal-carer": "M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM4 21v-6.5A4 4 0 0 1 8 10.5c2 0 3 1.5 4 3h4M16.5 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM20 21v-7a3.5 3.5 0 0 0-3.5-3.5M16 13.5V21",
  "child-care-worker": "M9 7a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM5 21v-7a4 4 0 0 1 8 0v1M17 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM13 16.5h2M14.5 21v-2.5a2.5 2.5 0 0 1 5 0V21M9 21v-5",
  companion: "M3 5.5A1.5 1.5 0 0 1 4.5 4h9A1.5 1.5 0 0 1 15 5.5v5a1.5 1.5 0 0 1-1.5 1.5H8l-3.5 3v-3A1.5 1.5 0 0 1 3 10.5zM18 9h1.5A1.5 1.5 0 0 1 21 10.5v5a1.5 1.5 0 0 1-1.5 1.5v3L16 17h-4a1.5 1.5 0 0 1-1.5-1.5V15",
  "informal-carer": "M12 20c-5-3.5-8-6.5-8-10.2A4.3 4.3 0 0 1 12 7.5a4.3 4.3 0 0 1 8 2.3c0 3.7-3 6.7-8 10.2zM8.5 12.5h2l1.5-3 1.5 5 1-2h1.5",
};
/** For an occupation without one of its own. */
export const PERSON = "M12 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM5.5 21v-2.5a6.5 6.5 0 0 1 13 0V21";
