-- Lets a node's turn at an exclusive lock begin anew if nobody else waits. Asked before the turn is over, so that callers
-- of the node need not wait for the answer.
-- KEYS     as in queue.lua
-- ARGV[1]  the token that holds the lock
-- ARGV[2]  its lease in milliseconds
-- ARGV[3]  how many fencing tokens the node may give by itself
-- Reply    a number: the fencing token after which those come (positive); -1 when somebody else waits; 0 when the token
--          does not hold the lock
local lease = tonumber(ARGV[2])
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  return -1
end
-- What the holder has asked for beyond its lease stays.
redis.call('PEXPIRE', KEYS[1], whole(math.max(lease, redis.call('PTTL', KEYS[1]))))
return fence(lease, 0, tonumber(ARGV[3]))
