// The language of the page: `?lang=en`, else the browser's; Russian unless it is English.
const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
document.documentElement.lang = asked.startsWith('en') ? 'en' : 'ru';

// Of a dictionary {ru: {...}, en: {...}}, the words in it.
export const wordsOf = (dictionary) => dictionary[document.documentElement.lang];
