// The shelf of phones.
export function mountPhones(section, feed) {
  section.replaceChildren();
}
