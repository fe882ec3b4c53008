-- Moves the oldest effects of a stale gateway to the end of our queue, in their order; at the end also what is acked of
-- its connections to our lease, for it is looked for with those who may still have a queue.
-- KEYS: our lease, our queue, their lease, their queue, gateways, epochs
-- ARGV: our name, our epoch, their name, their epoch and counter as the watcher saw them, most effects to move,
--       seconds to keep a lease that nobody holds
-- Returns: how many were moved; 0 also when they live or somebody else was faster.

local our_lease, our_queue, their_lease, their_queue, gateways, epochs = unpack(KEYS)
local name, epoch, their_name, seen_epoch, seen_counter, most, kept = unpack(ARGV)

local ours = redis.call('HMGET', our_lease, 'epoch', 'batch')
if ours[1] ~= epoch then
  return redis.error_reply(ours[1] and 'DISPLACED the epoch has moved' or 'VANISHED the lease is gone')
end
local theirs = redis.call('HMGET', their_lease, 'epoch', 'counter', 'adoption')
local adoption = name .. ' ' .. epoch .. ' ' .. seen_epoch .. ' ' .. seen_counter
local begun = theirs[3] == adoption
if not begun and ((theirs[1] or '') ~= seen_epoch or (theirs[2] or '') ~= seen_counter) then
  return 0
end
redis.call('XLEN', our_queue)
redis.call('SISMEMBER', gateways, their_name)
local entries = redis.call('XRANGE', their_queue, '-', '+', 'COUNT', most)

if not begun then
  redis.call('HSET', their_lease, 'adoption', adoption, 'epoch', redis.call('INCR', epochs))
end
local moved = {}
for i, entry in ipairs(entries) do
  -- After our last batch and before our next one, whether that is under way or not.
  redis.call('XADD', our_queue, (ours[2] or '0') .. '-*', unpack(entry[2]))
  moved[i] = entry[1]
end
if #moved > 0 then
  redis.call('XDEL', their_queue, unpack(moved))
end
if redis.call('XLEN', their_queue) == 0 then
  redis.call('DEL', their_queue)
  redis.call('SREM', gateways, their_name)
  local fields = redis.call('HGETALL', their_lease)
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 6) == 'acked:' then
      redis.call('HSET', our_lease, fields[i], fields[i + 1])
    end
  end
  redis.call('EXPIRE', their_lease, kept)
end
return #moved
