// The network: the wire, links, faults, the timeline of one conversation, stories.
export function mountNetwork(section, feed, header) {
  section.replaceChildren();
}
