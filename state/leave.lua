-- Gives our lease up in good order: one without a counter may be adopted at once.
-- KEYS: lease, queue
-- ARGV: epoch
-- Returns: how many effects are left in the queue.

local lease, queue = KEYS[1], KEYS[2]

if redis.call('HGET', lease, 'epoch') ~= ARGV[1] then
  return redis.error_reply('DISPLACED the epoch has moved')
end
local left = redis.call('XLEN', queue)

redis.call('HDEL', lease, 'counter')
return left
