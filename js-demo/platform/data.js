// What the page shows: occupations with their framework, in one language, and practices.

/** A file as JSON. An error where the server has none: the page says so. */
export const fetchJson = async (path) => {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
};

export class Data {
  constructor({ frameworks, profiles }, practices) {
    this.frameworks = frameworks;
    this.profiles = profiles;
    this.practices = practices;
  }

  static async load(language) {
    const [gathered, practices] = await Promise.all([fetchJson(`data/${language}.json`), fetchJson("data/practices.json")]);
    const { compare } = new Intl.Collator(language);
    gathered.profiles.sort((one, other) => compare(one.name, other.name));
    practices.sort((one, other) => compare(one.title, other.title));
    return new Data(gathered, practices);
  }

  profile(id) {
    return this.profiles.find((profile) => profile.id === id) ?? null;
  }

  practice(id) {
    return this.practices.find((practice) => practice.id === id) ?? null;
  }

  frameworkOf(profile) {
    return this.frameworks.find(({ id }) => id === profile.framework);
  }

  practicesFor(profile) {
    return this.practices.filter(({ profiles = [] }) => profiles.includes(profile.id));
  }

  practicesIn(country) {
    return this.practices.filter(({ countries }) => countries.includes(country));
  }

  /** Countries about which a framework or an occupation says something. */
  describedCountries() {
    return new Set([...this.frameworks.flatMap(({ overlays }) => overlays), ...this.profiles.flatMap(({ countries }) => countries)].map(({ country }) => country));
  }

  /** Countries in which something is practised. */
  practisedCountries() {
    return new Set(this.practices.flatMap(({ countries }) => countries));
  }
}

/** A framework's areas with the competences that an occupation asks for, each with its requirement; areas without any are left out. */
export const requirementsByArea = (framework, { requires }) =>
  framework.areas
    .map((area) => ({
      ...area,
      competences: area.competences.flatMap((competence) => {
        const requirement = requires.find(({ competence: id }) => id === competence.id);
        return requirement ? [{ ...competence, requirement }] : [];
      }),
    }))
    .filter(({ competences }) => competences.length);

/** The place of a level among a framework's, from 1, and the level. */
export const levelOf = (framework, id) => {
  const place = framework.levels.findIndex((level) => level.id === id);
  return { place: place + 1, of: framework.levels.length, ...framework.levels[place] };
};
