-- What is left of some keys.
-- KEYS   their names
-- Reply  the names of those that are there, each with its time to live in milliseconds: "name=ttl name=ttl"; of readers
--        only where one of them has a lease that is not over yet, since those whose lease is over exclude nobody
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local there = {}
for _, key in ipairs(KEYS) do
  local left = redis.call('PTTL', key)
  local dead = redis.call('TYPE', key).ok == 'zset' and string.find(key, ':readers:', 1, true)
    and redis.call('ZCOUNT', key, '(' .. string.format('%.0f', now), '+inf') == 0
  if left == -1 or (left ~= -2 and not dead) then
    there[#there + 1] = key .. '=' .. left
  end
end
return table.concat(there, ' ')
