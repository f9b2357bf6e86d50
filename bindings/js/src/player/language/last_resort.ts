/** What can be said when not even a file of texts could be loaded: a few words in every language of the interface. */

/** What the words are for: the last part of keys that begin with `trouble.` or `player.`. */
export const PARTS = ["title", "text", "action", "detail", "language", "back"] as const;

/** By language, in the order of `PARTS`. */
export const LAST_RESORT: Readonly<Record<string, readonly string[]>> = {
  en: ["This test cannot be opened now.", "Please check your internet connection.", "Try again", "Details", "Language", "Back"],
  fr: ["Ce test ne peut pas s’ouvrir maintenant.", "Vérifiez votre connexion à Internet.", "Réessayer", "Détails", "Langue", "Retour"],
  de: ["Dieser Test lässt sich gerade nicht öffnen.", "Bitte prüfen Sie Ihre Internetverbindung.", "Noch einmal versuchen", "Einzelheiten", "Sprache", "Zurück"],
  es: ["Este test no se puede abrir ahora.", "Comprueba tu conexión a internet.", "Intentar de nuevo", "Detalles", "Idioma", "Volver"],
  it: ["Questo test non si può aprire adesso.", "Controlla la connessione a internet.", "Riprova", "Dettagli", "Lingua", "Indietro"],
  fi: ["Tätä testiä ei voi avata nyt.", "Tarkista internetyhteytesi.", "Yritä uudelleen", "Tiedot", "Kieli", "Takaisin"],
  ar: ["لا يمكن فتح هذا الاختبار الآن.", "يُرجى التأكد من الاتصال بالإنترنت.", "إعادة المحاولة", "التفاصيل", "اللغة", "رجوع"],
  uk: ["Зараз цей тест не відкривається.", "Перевірте з’єднання з інтернетом.", "Спробувати ще раз", "Подробиці", "Мова", "Назад"],
};
