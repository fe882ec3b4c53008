-- One part of a long message; of the same part the newest counts, for reference numbers come again.
-- KEYS: parts
-- ARGV: index, data, total, seconds
-- Returns: all parts (index, data, ...) when the message is complete, else nil.

redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
if redis.call('HLEN', KEYS[1]) < tonumber(ARGV[3]) then
  return nil
end
return redis.call('HGETALL', KEYS[1])
