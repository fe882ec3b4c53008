// One phone's part of the API.
import { ask } from './api.js';

export class Line {
  constructor(number) { this.path = `/api/phones/${number}`; }

  screen() { return ask('GET', this.path); }
  send(to, text) { return ask('POST', `${this.path}/sms`, { to, text }); }
  enter(text) { return ask('POST', `${this.path}/ussd`, { text }); }
  hangUp() { return ask('DELETE', `${this.path}/ussd`); }
}
