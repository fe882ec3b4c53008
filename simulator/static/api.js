// The simulator's HTTP API. Errors are `ApiError`s with the message of the server.
export class ApiError extends Error {
  constructor(status, { code, message }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export async function ask(method, path, body) {
  const options = { method };
  if (body !== undefined) Object.assign(options, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  const response = await fetch(path, options);
  const answer = await bodyOf(response);
  if (!response.ok) throw new ApiError(response.status, answer.error);
  return answer;
}

function bodyOf(response) {
  if (response.status === 204) return null;
  return response.headers.get('Content-Type').startsWith('text/plain') ? response.text() : response.json();
}
