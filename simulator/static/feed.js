// What happens in the simulator, as it happens: events of the WebSocket by their `type`, and "open" and "closed" of the
// connection itself, which comes back by itself.
const PAUSE = 1000; // milliseconds before the next try

export class Feed extends EventTarget {
  open() {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    socket.onopen = () => this.dispatchEvent(new Event('open'));
    socket.onmessage = ({ data }) => this.#tell(JSON.parse(data));
    socket.onclose = () => {
      this.dispatchEvent(new Event('closed'));
      setTimeout(() => this.open(), PAUSE);
    };
  }

  on(type, call) { this.addEventListener(type, (event) => call(event.detail)); }

  #tell(event) { this.dispatchEvent(new CustomEvent(event.type, { detail: event })); }
}
