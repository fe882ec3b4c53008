// Puts the page together. Each half knows the feed and the API, and nothing of the other; what one asks of the other is
// an event on `document`: "phone-chosen" with a number, empty where there is no phone.
import './language.js'; // first: the words are chosen by it
import { Feed } from './feed.js';
import { mountNetwork } from './network.js';
import { mountPhones } from './phones.js';

const feed = new Feed();
mountPhones(document.getElementById('phones'), feed);
mountNetwork(document.getElementById('network'), feed);
feed.open();
