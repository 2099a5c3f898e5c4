-- The usual case of take.lua, in front of all that the others need: one group of calls that do not wait, under the declared
-- limit, whose permits come back in whole microseconds, on a key that nobody holds a reservation on. Says the same as what
-- stands below; whatever else it finds it leaves to that, untouched.
-- KEYS, ARGV, reply and errors: see take.lua
if #ARGV == 8 and ARGV[8] == '0' and ARGV[3] == '1' and ARGV[5] == '1' and ARGV[2] == ARGV[4] then
  local burst, count, cost = tonumber(ARGV[2]), tonumber(ARGV[6]), tonumber(ARGV[7])
  local text = redis.call('GET', KEYS[1])
  if cost > 0 and cost <= burst and (not text or (#text == 16 and string.find(text, '^[1-8]%d*$'))) then
    local now = tonumber(ARGV[1])
    if not now then
      local time = redis.call('TIME')
      now = time[1] * 1000000 + time[2]
    end
    local owed = text and math.max(0, text - now) or 0
    if owed <= burst then
      local fit = math.min(count, math.floor((burst - owed) / cost))
      if fit > 0 then
        local full = now + owed + fit * cost
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PXAT', string.format('%.0f', math.ceil(full / 1000)))
      end
      return string.format('%.0f %.0f 0', now, owed)
    end
  end
end
