-- One batch of turns. Each entry (a number) is accepted or refused whole; the batch is written once.
-- KEYS: lease, queue, the session of each entry, then for each entry: its profile if it has one, its parts; once keys
-- ARGV: epoch, batch, the last batch whose effects may be lost ('0': none), seconds to keep sessions, seconds to keep once keys,
--       a list of queue ids to delete, a list of acked fields and numbers,
--       a list of the entry (1...) and the value of each once key, entries, then for each entry:
--       version as loaded (with its separator), value to store, list of effects, list of queue ids that it settles,
--       seconds to keep the profile (0: none), [profile], count of parts.   A list: its length, its items.
-- Returns: one letter for each entry ('1' accepted, '0' refused), Redis's clock (seconds, microseconds).

local lease, queue = KEYS[1], KEYS[2]

local at = 0
local function argument()
  at = at + 1
  return ARGV[at]
end
local function list()
  local items = {}
  for i = 1, tonumber(argument()) do
    items[i] = argument()
  end
  return items
end

local epoch, batch, lost = argument(), argument(), tonumber(argument())
local session_seconds, once_seconds = argument(), argument()
local now = redis.call('TIME')

local held = redis.call('HMGET', lease, 'epoch', 'batch', 'answer')
if held[1] ~= epoch then
  return redis.error_reply(held[1] and 'DISPLACED the epoch has moved' or 'VANISHED the lease is gone')
end
if held[2] == batch then
  return { held[3], now[1], now[2] }
end
if tonumber(held[2] or '0') > tonumber(batch) then
  return redis.error_reply('LATE a copy that was long under way; it has been written and answered')
end
redis.call('XLEN', queue) -- fails here and not between two writes, should it be no stream

local deletions, acked, once, count = list(), list(), list(), tonumber(argument())

local stored = count > 0 and redis.call('MGET', unpack(KEYS, 3, 2 + count)) or {}
local settled, claimed, late = {}, {}, {}

local function once_key(i)
  return KEYS[#KEYS - (#once - i - 1) / 2]
end
for i = 1, #once, 2 do
  local entry, key = tonumber(once[i]), once_key(i)
  late[entry] = late[entry] or claimed[key] or redis.call('EXISTS', key) == 1
  claimed[key] = true
end

local function unchanged(value, version)
  return version == '' and not value or version ~= '' and value and string.sub(value, 1, #version) == version
end
local function open(id)
  return #redis.call('XRANGE', queue, id, id) > 0 or tonumber(string.match(id, '^%d+')) <= lost
end
local function all_open(ids)
  for _, id in ipairs(ids) do
    if settled[id] or not open(id) then
      return false
    end
  end
  return true
end

local entries, verdicts, key = {}, {}, 2 + count
for i = 1, count do
  local entry = { version = argument(), value = argument(), effects = list(), settles = list() }
  entry.profile_seconds = argument()
  if entry.profile_seconds ~= '0' then
    key = key + 1
    entry.profile_key, entry.profile = KEYS[key], argument()
  end
  entry.first_part, entry.last_part = key + 1, key + tonumber(argument())
  key = entry.last_part
  entry.accepted = unchanged(stored[i], entry.version) and all_open(entry.settles) and not late[i]
  if entry.accepted then
    for _, id in ipairs(entry.settles) do
      settled[id] = true
    end
  end
  entries[i], verdicts[i] = entry, entry.accepted and '1' or '0'
end
local answer = table.concat(verdicts)

-- All is checked; the writes begin. A batch of deletions alone must pass when memory is full, so that it is freed:
-- Redis looks at the memory before the first write only, and this one needs none.
if count == 0 then
  redis.call('PERSIST', lease)
end
redis.call('HSET', lease, 'batch', batch, 'answer', answer)
for i = 1, #acked, 2 do
  redis.call('HSET', lease, acked[i], acked[i + 1] .. ' ' .. now[1])
end
if #deletions > 0 then
  redis.call('XDEL', queue, unpack(deletions))
end

local index = 0
local function enqueue(effects)
  for offset, effect in ipairs(effects) do
    redis.call('XADD', queue, batch .. '-' .. (index + offset - 1), 'effect', effect)
  end
end
local function write(i, entry)
  redis.call('SET', KEYS[2 + i], entry.value, 'EX', session_seconds)
  if entry.profile then
    redis.call('SET', entry.profile_key, entry.profile, 'EX', entry.profile_seconds)
  end
  if #entry.settles > 0 then
    redis.call('XDEL', queue, unpack(entry.settles))
  end
  if entry.last_part >= entry.first_part then
    redis.call('DEL', unpack(KEYS, entry.first_part, entry.last_part))
  end
  enqueue(entry.effects)
end
for i, entry in ipairs(entries) do
  if entry.accepted then
    write(i, entry)
  end
  index = index + #entry.effects -- refused ones leave a hole: who sent the batch knows every id beforehand
end
for i = 1, #once, 2 do
  if entries[tonumber(once[i])].accepted then
    redis.call('SET', once_key(i), once[i + 1], 'EX', once_seconds)
  end
end
return { answer, now[1], now[2] }
