-- One heartbeat.
-- KEYS: lease
-- ARGV: epoch, seconds to keep what is acked, then field and number of each connection
-- Returns: Redis's clock (seconds, microseconds).

local lease, epoch, kept = KEYS[1], ARGV[1], tonumber(ARGV[2])

local held = redis.call('HGET', lease, 'epoch')
if held ~= epoch then
  return redis.error_reply(held and 'DISPLACED the epoch has moved' or 'VANISHED the lease is gone')
end
local fields = redis.call('HGETALL', lease)
local now = redis.call('TIME')

-- A first write that needs no memory: after it Redis lets the others pass when memory is full, so the heart goes on.
redis.call('PERSIST', lease)
redis.call('HINCRBY', lease, 'counter', 1)
for i = 1, #fields, 2 do
  local second = string.sub(fields[i], 1, 6) == 'acked:' and string.match(fields[i + 1], ' (%d+)$')
  if second and tonumber(second) + kept < tonumber(now[1]) then
    redis.call('HDEL', lease, fields[i])
  end
end
for i = 3, #ARGV, 2 do
  redis.call('HSET', lease, ARGV[i], ARGV[i + 1] .. ' ' .. now[1])
end
return now
