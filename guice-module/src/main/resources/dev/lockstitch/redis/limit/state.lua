-- What the scripts of limits share: it stands in front of each of them.
--
-- A limit gives a permit per P/D microseconds, a fraction in lowest terms. What is owed is counted in ticks of 1/D
-- microsecond, so that a permit is P whole ticks. A burst is below 2^53 ticks: every number here is exact.
--
-- A value tells when nothing will be owed any more, and expires then: q, microseconds since 1970, or q+r/D. Behind it
-- stand, where there is a need,
--   ~b/D    the ticks and the tick of the burst under which it was written, when that is not the declared limit's
--   @s,m,w,p,n  while permits are reserved: the last start in microseconds; what must be owed at it at least, in ticks,
--           for the sake of all who wait; when it was written; a start p, and what must be owed at s for the sake of those
--           alone who start after p. No start is given before s, and no refund makes the key owe less at s than m. Once p
--           has come, m is for the sake of those who started meanwhile, and n takes its place: else a line that never ends
--           would take back less and less. A '!' ends it when some start is closer to the one before than its cost takes,
--           so that s does not tell the one before
-- A clock that steps back cannot make a key owe more: without reservations it owes one burst at the most, with them what
-- it owed when they were written.

local function whole(number)
  return string.format('%.0f', number)
end

local function split(text)
  if string.match(text, '^[1-9]%d*$') then
    local q = tonumber(text)
    return q < 2 ^ 53 and { q = q, r = 0, s = 0, m = 0, w = 0, p = 0, n = 0 } or nil
  end
  local rest, s, m, w, p, n, close = string.match(text, '^(.-)@(%d+),(%d+),(%d+),(%d+),(%d+)(!?)$')
  local rest2, b, size = string.match(rest or text, '^(.-)~([1-9]%d*)/([1-9]%d*)$')
  local q, r, d = string.match(rest2 or rest or text, '^([1-9]%d*)%+([1-9]%d*)/([1-9]%d*)$')
  q = tonumber(q or string.match(rest2 or rest or text, '^[1-9]%d*$'))
  if not q or q >= 2 ^ 53 or (r and tonumber(r) >= tonumber(d)) then
    return nil
  end
  return { q = q, r = tonumber(r or 0), d = tonumber(d), b = tonumber(b), size = tonumber(size),
    s = tonumber(s or 0), m = tonumber(m or 0), w = tonumber(w or 0), p = tonumber(p or 0), n = tonumber(n or 0),
    close = close == '!' }
end

-- limit: burst and size (D) in force, and the declared ones (nil when none are declared).
-- Returns what is owed and reserved now: owed in ticks, start (0: none), most (m), mark (p), later (n; 0: nobody starts
-- after p), close ('!'); and whether that is news to the key.
local function look(key, now, limit)
  local text = redis.call('GET', key)
  if not text then
    return { owed = 0, start = 0, most = 0, mark = 0, later = 0 }
  end
  local v = split(text)
  if not v then
    return nil
  end
  local back = math.max(0, v.w - now)
  local start = v.s - back
  if start <= now then
    start = 0
  end
  local burst, size = v.b or limit.declared or limit.burst, v.size or limit.declaredSize or limit.size
  local r = v.r
  local news = back > 0
  local q = v.q - back
  if v.d and v.d ~= size then
    q, r = q + 1, 0
  end
  local owed = math.max(0, (q - now) * size + r)
  local most, mark, later = v.m, v.p - back, v.n
  if mark <= now then
    most, mark, later = later, start, 0
  end
  if burst ~= limit.burst or size ~= limit.size then
    -- The share that is spent stays the same.
    owed = math.floor(owed / burst * limit.burst + 0.5)
    most = math.min(limit.burst, math.floor(most / burst * limit.burst + 0.5))
    later = later > 0 and math.max(1, math.min(most, math.floor(later / burst * limit.burst + 0.5))) or 0
    news = true
  end
  local cap = limit.burst
  if start > 0 then
    cap = cap + (start - now) * limit.size
  end
  if owed > cap then
    owed = cap
    news = true
  end
  return { owed = owed, start = start, most = most, mark = mark, later = later, close = v.close, news = news }
end

local function keep(key, now, limit, state)
  if state.owed <= 0 then
    redis.call('DEL', key)
    return
  end
  local r = state.owed % limit.size
  local q = now + (state.owed - r) / limit.size
  local text, full = whole(q), q
  if r > 0 then
    text, full = text .. '+' .. whole(r) .. '/' .. whole(limit.size), q + 1
  end
  if limit.burst ~= limit.declared or limit.size ~= limit.declaredSize then
    text = text .. '~' .. whole(limit.burst) .. '/' .. whole(limit.size)
  end
  if state.start > now then
    text = text .. '@' .. whole(state.start) .. ',' .. whole(state.most) .. ',' .. whole(now) .. ',' .. whole(state.mark)
      .. ',' .. whole(state.later) .. (state.close and '!' or '')
  end
  -- An instant, since a span would be counted from a clock that is cut to milliseconds: the key would go early.
  redis.call('SET', key, text, 'PXAT', whole(math.ceil(math.max(full, state.start) / 1000)))
end

-- Microseconds until the cost could be had, without regard to whether it ever can.
local function wait(now, limit, state, cost)
  if cost == 0 then
    return 0
  end
  local short = math.ceil((state.owed + cost - limit.burst) / limit.size)
  local behind = state.start > now and state.start - now or 0
  return math.max(0, short, behind)
end

-- What may be given back without anybody in line starting beside those before: so much less may be owed at each start
-- that is reserved (all), and at each after the mark (later). What was given back already makes the next one start with,
-- or closer to, the last; that adds nothing. nil when nothing is reserved.
local function spare(now, limit, state)
  if state.start <= now then
    return nil
  end
  local last = state.owed - (state.start - now) * limit.size
  return { all = math.max(0, last - state.most), later = math.max(0, last - state.later) }
end

-- spared: what was spare before, where something is reserved
local function takeSparing(now, limit, state, cost, waited, spared)
  state.owed = state.owed + cost
  if waited > 0 then
    local start = now + waited
    local last = state.owed - waited * limit.size
    if not spared then
      state.most, state.close, state.mark, state.later = cost, false, start, 0
    else
      state.most = math.max(cost, last - spared.all)
      if start > state.mark then
        state.later = state.later == 0 and cost or math.max(cost, last - spared.later)
      end
      state.close = state.close or start == state.start or start - state.start < math.floor(cost / limit.size)
    end
    state.start = start
  end
  if cost > 0 then
    state.news = true
  end
end

local function take(now, limit, state, cost, waited)
  takeSparing(now, limit, state, cost, waited, spare(now, limit, state))
end

-- As take(), for a call that another limit keeps waiting for longer: what it takes it takes when it starts. Counted from
-- now on, it would have been given back by then, and others would start beside it.
local function takeAt(now, limit, state, cost, waited, start)
  local spared = spare(now, limit, state)
  if cost > 0 and start > waited then
    state.owed = math.max(state.owed, start * limit.size)
    waited = start
  end
  takeSparing(now, limit, state, cost, waited, spared)
end

-- ARGV from `at` on: a burst, its size, and the declared ones ('0' when none are declared).
local function numbers(at)
  local declared = tonumber(ARGV[at + 2])
  return { burst = tonumber(ARGV[at]), size = tonumber(ARGV[at + 1]),
    declared = declared > 0 and declared or nil, declaredSize = declared > 0 and tonumber(ARGV[at + 3]) or nil }
end

local function clock(given)
  local now = tonumber(given)
  if now then
    return now
  end
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

local function foreign(i)
  return redis.error_reply('LOCKSTITCH KEYS[' .. i .. '] holds a foreign value, not the state of a rate limit')
end
