-- Gives our lease up in good order: a lease without a counter may be adopted at once.
-- KEYS: lease, queue, gateways
-- ARGV: epoch, name, seconds to keep a lease that nobody holds

local lease, queue, gateways = KEYS[1], KEYS[2], KEYS[3]

if redis.call('HGET', lease, 'epoch') ~= ARGV[1] then
  return redis.error_reply('DISPLACED the epoch has moved')
end
local left = redis.call('XLEN', queue)
redis.call('SISMEMBER', gateways, ARGV[2])

redis.call('HDEL', lease, 'counter')
redis.call('EXPIRE', lease, ARGV[3])
if left == 0 then
  redis.call('DEL', queue)
  redis.call('SREM', gateways, ARGV[2])
end
return left
