-- KEYS: 7 token, 8 subject, 9 grace. ARGV: 11 id of the token, 12 keep until, 13 life, 14 when the
-- login was, 15 when it was made if it renews, 16 when this use is, 17 until when it may be repeated,
-- 18 life of the grace, 19 id of the successor, 20 the successor, 21 and 22 how the keys of tokens
-- and of lists begin.
local in_family, renews, with_grace = ARGV[3] ~= '', ARGV[15] ~= '', ARGV[16] ~= ''

local function is_over(mark)
  return mark and (ARGV[14] == '' or tonumber(ARGV[14]) <= tonumber(mark))
end

local used = redis.call('GET', KEYS[7])
local mark = redis.call('GET', KEYS[8])
local void = string.match(epoch, '(%S+)$')
if (in_family and redis.call('GET', KEYS[4]))
  or is_over(mark and string.match(mark, '^%d+'))
  or is_over(void ~= NEVER and void)
then
  return { epoch, changes, 'revoked' }
end

-- A family that renews says itself how far it is used up.
local horizon = in_family and redis.call('HGET', KEYS[5], 'u')
local function has_used(made)
  return horizon and tonumber(made) <= tonumber(horizon)
end

local is_first = not used
if in_family and renews then is_first = is_first and not has_used(ARGV[15]) end

if is_first then
  if in_family and renews then
    note('-')
  else
    note('t ' .. ARGV[11] .. ' ' .. ARGV[12])
    keep(KEYS[7], ARGV[12], ARGV[13], ARGV[12])
  end
  if with_grace then
    local value = ARGV[16] .. ' ' .. ARGV[17] .. ' ' .. ARGV[19] .. ' ' .. ARGV[20]
    redis.call('SET', KEYS[9], value, 'PX', ARGV[18])
  end
  if in_family then remember() end
  return { epoch, changes, 'first' }
end

local first = with_grace and redis.call('GET', KEYS[9])
if first then
  local at, open_until, successor, name = string.match(first, '^(%d+) (%d+) (%x+) (%x*)$')
  local has_arrived
  if in_family and renews then
    has_arrived = has_used(at)
  else
    has_arrived = redis.call('GET', ARGV[21] .. successor)
  end
  if tonumber(ARGV[16]) <= tonumber(open_until) and not has_arrived then
    return { epoch, changes, 'repeated', at, name }
  end
end

if in_family then
  note('f ' .. ARGV[3] .. ' ' .. ARGV[7])
  keep(KEYS[4], ARGV[7], ARGV[8], ARGV[7])
  local owner = redis.call('HGET', KEYS[5], 'o')
  redis.call('DEL', KEYS[5])
  if owner then redis.call('ZREM', ARGV[22] .. owner, ARGV[3]) end
end
return { epoch, changes, 'again' }
