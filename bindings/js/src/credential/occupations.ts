/**
 * Occupations of ESCO (European Skills, Competences, Qualifications and Occupations) that profiles of banks name, by their ids in
 * item-banks/profiles: code, and the end of the address. A package of a bank does not have those files; a test compares.
 */
const OCCUPATIONS: Readonly<Record<string, readonly [code: string, uuid: string]>> = {
  "child-care-worker": ["5311.1", "3413f234-6230-47a8-8cc7-2691fd54ce3a"],
  companion: ["5162.1", "d5954a2b-a525-45b7-b6d9-b62efafc6c78"],
  "domestic-cleaner": ["9111.1", "cbad55a4-c7cf-4ab6-9540-eac72b26729b"],
  "domestic-housekeeper": ["5152.2", "6d50f735-dca9-4a02-96dc-e4310ed98ae2"],
  "home-care-aide": ["5322.1", "1391bdf9-bd61-4fb5-91ca-c29036ab2b60"],
  "personal-carer": ["3412.4.2", "f4525ed8-54eb-4a3b-90db-55cc01b0d9fd"],
};

/** Where ESCO has it; `null` where it has no such occupation. */
export const escoOf = (occupation: string): { readonly code: string; readonly uri: string } | null => {
  const found = OCCUPATIONS[occupation];
  return found ? { code: found[0], uri: `http://data.europa.eu/esco/occupation/${found[1]}` } : null;
};
