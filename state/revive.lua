-- Moves what a dead letter holds to the queue of a gateway that does not live, whose queue the living adopt.
-- KEYS: dead letters, that queue, gateways
-- ARGV: id of the letter, effect, name of that gateway
-- Returns: 1, or 0 when there is no such letter (any more).

local dead, queue, gateways = unpack(KEYS)
local id, effect, name = unpack(ARGV)

if #redis.call('XRANGE', dead, id, id) == 0 then
  return 0
end
redis.call('XLEN', queue)

redis.call('SADD', gateways, name)
redis.call('XADD', queue, '*', 'effect', effect)
redis.call('XDEL', dead, id)
return 1
