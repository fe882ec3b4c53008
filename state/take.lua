-- Takes the lease of a gateway's name at once, whoever holds it.
-- KEYS: lease, gateways, epochs
-- ARGV: name, the epoch that the caller had ('0': none)
-- Returns: the new epoch, the last batch of that name ('0' when there was none).

local batch = redis.call('HGET', KEYS[1], 'batch') or '0'
redis.call('SISMEMBER', KEYS[2], ARGV[1])
local last = tonumber(redis.call('GET', KEYS[3]) or '0')

if last < tonumber(ARGV[2]) then -- all was lost; the clock is beyond whatever epoch anybody may remember
  redis.call('SET', KEYS[3], redis.call('TIME')[1])
end
local epoch = tostring(redis.call('INCR', KEYS[3]))
redis.call('HSET', KEYS[1], 'epoch', epoch)
redis.call('HINCRBY', KEYS[1], 'counter', 1)
redis.call('HDEL', KEYS[1], 'adoption')
redis.call('PERSIST', KEYS[1])
redis.call('SADD', KEYS[2], ARGV[1])
return { epoch, batch }
