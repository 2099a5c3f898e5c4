-- Decides about one call under one limit or several, all or nothing (GCRA).
--
-- A limit gives a permit per P/D microseconds, a fraction in lowest terms. What is owed is counted in ticks of 1/D
-- microsecond, so that a permit is P whole ticks. A burst is below 2^53 ticks: every number here is exact.
--
-- KEYS[i]     the state of limit i
-- ARGV[3i-2]  what the call costs, in ticks; more than a burst: never granted
-- ARGV[3i-1]  a burst, in ticks
-- ARGV[3i]    D, the ticks of a microsecond
-- ARGV[3n+1]  "now" in microseconds in place of Redis's clock: for tests only
--
-- Reply       "<1 granted, 0 not> <now in microseconds> <ticks owed to limit 1> <to limit 2> …" after the decision
-- Errors      WRONGTYPE, or LOCKSTITCH when a key holds a text that is none of ours
--
-- A value says when nothing will be owed any more, and expires then: "q" microseconds since 1970, or "q+r/D". After a
-- change of the limit the ticks r are of another size than now: they count as a whole microsecond, never as less.
-- More owed than a burst (the clock stepped back, the burst was lowered) becomes one burst, whatever is decided.

local function number(ticks)
  return string.format('%.0f', ticks)
end

-- Returns q and r, or nothing when the text is none of ours.
local function parse(text, size)
  local q, r, d = string.match(text, '^([1-9]%d*)%+([1-9]%d*)/([1-9]%d*)$')
  q = tonumber(q or string.match(text, '^[1-9]%d*$'))
  if not q or q >= 2 ^ 53 then
    return nil
  elseif not r then
    return q, 0
  end
  r, d = tonumber(r), tonumber(d)
  if r >= d then
    return nil
  elseif d ~= size then
    return q + 1, 0
  end
  return q, r
end

local now = tonumber(ARGV[3 * #KEYS + 1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local owed, clamped = {}, {}
local granted = true
for i, key in ipairs(KEYS) do
  local cost, burst, size = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  owed[i] = 0
  local text = redis.call('GET', key)
  if text then
    local q, r = parse(text, size)
    if not q then
      return redis.error_reply('LOCKSTITCH KEYS[' .. i .. '] holds a foreign value, not the state of a rate limit')
    end
    owed[i] = math.max(0, (q - now) * size + r)
    if owed[i] > burst then
      owed[i] = burst
      clamped[i] = true
    end
  end
  if cost > burst - owed[i] then
    granted = false
  end
end

local reply = { granted and '1' or '0', number(now) }
for i, key in ipairs(KEYS) do
  local cost, size = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i])
  local taken = granted and cost > 0
  if taken then
    owed[i] = owed[i] + cost
  end
  if taken or clamped[i] then
    local r = owed[i] % size
    local q = now + (owed[i] - r) / size
    local text, full = number(q), q
    if r > 0 then
      text, full = text .. '+' .. number(r) .. '/' .. number(size), q + 1
    end
    -- An instant, since a span would be counted from a clock that is cut to milliseconds: the key would go early.
    redis.call('SET', key, text, 'PXAT', number(math.ceil(full / 1000)))
  end
  reply[i + 2] = number(owed[i])
end
return table.concat(reply, ' ')
