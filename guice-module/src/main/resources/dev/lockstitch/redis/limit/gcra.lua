-- Decides about one call under several limits, all or nothing (GCRA).
--
-- KEYS[i]      the state of limit i
-- ARGV[1]      "now" in microseconds in place of Redis's clock: for tests only, else ''
-- and for each limit, from ARGV[7i-5] on: a burst in ticks; D, the ticks of a microsecond; a burst of the declared limit,
-- in its ticks, and its D ('0': none is declared); what the call costs in ticks (more than a burst: never granted); how
-- long it would wait in microseconds; '1' when the limit is in shadow: it rejects nobody and keeps nobody waiting
--
-- Reply        "<1 granted, 0 not> <now in microseconds>" and for each limit " <ticks owed> <last start in microseconds>",
--              before the decision
-- Errors       WRONGTYPE, or LOCKSTITCH when a key holds a text that is none of ours
local now = clock(ARGV[1])
local calls, granted, start = {}, true, 0
local reply = { '', whole(now) }
for i, key in ipairs(KEYS) do
  local at = 7 * i - 5
  local limit = numbers(at)
  local state = look(key, now, limit)
  if not state then
    return foreign(i)
  end
  local cost, patience = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local waited = wait(now, limit, state, cost)
  local fits = cost <= limit.burst and waited <= patience
  local shadow = ARGV[at + 6] == '1'
  calls[i] = { limit = limit, state = state, cost = cost, waited = waited, fits = fits, shadow = shadow }
  granted = granted and (fits or shadow)
  if fits and not shadow then
    start = math.max(start, waited)
  end
  reply[2 * i + 1] = whole(state.owed)
  reply[2 * i + 2] = whole(state.start)
end
for i, key in ipairs(KEYS) do
  local call = calls[i]
  if granted and call.fits then
    -- In shadow the call stands in the line in which it would have waited.
    takeAt(now, call.limit, call.state, call.cost, call.waited, call.shadow and math.max(start, call.waited) or start)
  end
  if call.state.news then
    keep(key, now, call.limit, call.state)
  end
end
reply[1] = granted and '1' or '0'
return table.concat(reply, ' ')
