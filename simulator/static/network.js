// The network: the wire, the timeline of one conversation, links, faults, stories; each a pane behind a tab. A pane has a
// `root`, and may have `shown(whether)`.
import { FaultsPane } from './faults_pane.js';
import { LinksPane } from './links_pane.js';
import { NetworkTabs } from './network_tabs.js';
import { StoriesPane } from './stories_pane.js';
import { TimelinePane } from './timeline_pane.js';
import { WirePane } from './wire_pane.js';

export function mountNetwork(section, feed) {
  const wire = new WirePane(feed);
  const tabs = new NetworkTabs();
  const showPdu = (id) => { tabs.choose('wire'); wire.showPdu(id); };
  tabs.add('wire', wire);
  tabs.add('timeline', new TimelinePane(feed, showPdu));
  tabs.add('links', new LinksPane(feed));
  tabs.add('faults', new FaultsPane(feed));
  tabs.add('stories', new StoriesPane());
  section.replaceChildren(tabs.bar, ...tabs.roots);
  tabs.choose('wire');
}
